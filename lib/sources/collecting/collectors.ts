import type * as z from 'zod';
import type { Collector } from '../collector.ts';
import type { SOURCE_KINDS } from '../kinds/kinds.ts';

type Kinds = typeof SOURCE_KINDS;

/** What collects from each kind of source. */
export type Collectors = {
  readonly [Name in keyof Kinds]: Collector<z.output<Kinds[Name]['settings']>, z.output<Kinds[Name]['credentials']>>;
};

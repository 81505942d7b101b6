import type { Collectors } from '../../lib/sources/collecting/collectors.ts';
import { microsoftCollector } from '../../lib/sources/microsoft/collector.ts';

/** What collects from each kind of source; no other function carries it. */
export const collectors: Collectors = { microsoft: microsoftCollector };

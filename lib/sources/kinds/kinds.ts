import { microsoft } from '../microsoft/kind.ts';

/** All kinds of sources. */
export const SOURCE_KINDS = { microsoft } as const;

export type SourceKindName = keyof typeof SOURCE_KINDS;

/** The names of all kinds, for schemas. */
export const SOURCE_KIND_NAMES = ['microsoft'] as const satisfies readonly SourceKindName[];

import * as z from 'zod';
import type { ImportKind } from './import-kind.ts';

/** The kinds of a list by their names. */
export const kindsByName = <Kind extends ImportKind>(
  kinds: readonly Kind[],
): { readonly [One in Kind as One['kind']]: One } =>
  // Object.fromEntries forgets which name is whose.
  Object.fromEntries(kinds.map((one) => [one.kind, one])) as { readonly [One in Kind as One['kind']]: One };

/** The schema of the names of a list of kinds, in its order. */
export const namesOfKinds = <Kind extends ImportKind>(kinds: readonly Kind[]) =>
  z.enum(kinds.map(({ kind }): Kind['kind'] => kind));

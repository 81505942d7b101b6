import type { ImportKind, ItemSigns } from './import-kind.ts';
import { IMPORT_KINDS } from './kinds.ts';

/** How many items at the beginning of a file tell what it is. */
export const LOOKED_AT = 20;

/**
 * Makes the function that tells of which kind the first items of a JSON document are, when they look like another one
 * than was asked for (by its signs) and none of them like that; it answers `undefined` otherwise.
 */
export const foreignItemRecogniser = (
  kinds: readonly ImportKind[],
): ((items: readonly unknown[], wanted: ItemSigns) => string | undefined) => {
  const known = kinds.flatMap((one) =>
    'signs' in one && 'properties' in one.signs ? [{ kind: one.kind, signs: one.signs }] : [],
  );
  return (items, wanted) => {
    const first = items.slice(0, LOOKED_AT);
    if (lookLike(first, wanted)) return undefined;
    return known.find(({ signs }) => lookLike(first, signs))?.kind;
  };
};

/** Whether some of the items show the signs of a kind. */
const lookLike = (items: readonly unknown[], { properties }: ItemSigns): boolean =>
  items.some((item) => isObject(item) && properties.some((set) => set.every((name) => Object.hasOwn(item, name))));

/** Whether the value is an item of one of the kinds, and no answer with a list of them. */
export const recogniseItem = (value: unknown): boolean =>
  isObject(value) &&
  !('value' in value || 'items' in value) &&
  IMPORT_KINDS.some((kind) => 'signs' in kind && 'properties' in kind.signs && lookLike([value], kind.signs));

const isObject = (item: unknown): item is object => typeof item === 'object' && item !== null;

/** The kind that the items are of, when it is another one than that whose signs are wanted. */
export const recogniseForeignItems = foreignItemRecogniser(IMPORT_KINDS);

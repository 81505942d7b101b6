/**
 * Where in a JSON value a text holds half a surrogate pair, as a JSON pointer; `undefined` where none does. Goes as deep as
 * the value does: to be asked of values whose depth or length is limited.
 */
export const illFormedAt = (value: unknown, pointer = ''): string | undefined => {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : pointer;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const here = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const found = key.isWellFormed() ? illFormedAt(member, here) : pointer;
    if (found !== undefined) return found;
  }
  return undefined;
};

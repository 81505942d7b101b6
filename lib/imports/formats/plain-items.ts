/*
 * JSON that PowerShell made of Microsoft's answers: its objects go by `UserPrincipalName` where the answer itself has
 * `userPrincipalName`, and a list of one is written as its only item.
 */

type Properties = Readonly<Record<string, unknown>>;

/** Whether the value is an object with properties, and no list. */
const isProperties = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as a list: PowerShell writes a list of one as its only item. */
export const asList = (value: unknown): unknown => (isProperties(value) ? [value] : value);

const isPascal = (name: string): boolean => /^[A-Z]/u.test(name);

const camelName = (name: string): string => (isPascal(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name);

/** The value with the names of its properties as the answers themselves have them, at any depth. */
const camelCased = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(camelCased);
  if (!isProperties(value)) return value;
  const named = Object.entries(value).map(([name, inner]): [string, unknown] => [camelName(name), camelCased(inner)]);
  return Object.fromEntries(named);
};

/** The item as the answer itself has it; the very same one where its properties are named so. */
export const plainItem = (item: unknown): unknown =>
  isProperties(item) && Object.keys(item).some(isPascal) ? camelCased(item) : item;

/**
 * Makes the items of a document plain, in place: the names of their properties, and those of what surrounds them. In place,
 * as a copy of all items would take the memory of a large document twice. Answers the document.
 */
export const plainDocument = (document: unknown): unknown => {
  if (Array.isArray(document)) return plainInPlace(document);
  if (!isProperties(document)) return document;
  const named = Object.entries(document).map(([name, inner]): [string, unknown] => [camelName(name), inner]);
  const answer: Record<string, unknown> = Object.fromEntries(named);
  if (!('value' in answer || 'items' in answer)) return plainItem(document);
  for (const list of ['value', 'items'] as const) {
    const items = asList(answer[list]);
    if (Array.isArray(items)) answer[list] = plainInPlace(items);
  }
  return answer;
};

const plainInPlace = (items: unknown[]): unknown[] => {
  for (const [at, item] of items.entries()) items[at] = plainItem(item);
  return items;
};

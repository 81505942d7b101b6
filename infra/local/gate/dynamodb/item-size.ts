import { isJsonObject, type JsonObject } from '../json-body.ts';

/** A list or map takes 3 bytes, and 1 for each of its elements (DynamoDB developer guide, "Item sizes and formats"). */
const CONTAINER_BYTES = 3;

/**
 * The size of an item in bytes, by which reads and writes are paid: the names of its attributes and their values, as
 * DynamoDB's developer guide counts them ("DynamoDB item sizes and formats"). `item` is in DynamoDB's JSON.
 */
export const itemSize = (item: JsonObject): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

const valueSize = (value: unknown): number => {
  const [[type, content] = []] = isJsonObject(value) ? Object.entries(value) : [];
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(content));
    case 'N':
      return numberSize(String(content));
    case 'B':
      return Buffer.from(String(content), 'base64').length;
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'SS':
    case 'NS':
    case 'BS':
      return sum(listOf(content), (one) => valueSize({ [type.slice(0, 1)]: one }));
    case 'L':
      return CONTAINER_BYTES + sum(listOf(content), (one) => 1 + valueSize(one));
    case 'M':
      return isJsonObject(content) ? CONTAINER_BYTES + Object.keys(content).length + itemSize(content) : 0;
    default:
      throw new Error(`There is no type ${type} of attributes`);
  }
};

/** One byte for two significant digits, and one more; zeros before and after them count for nothing. */
const numberSize = (text: string): number => {
  const digits = (text.toLowerCase().split('e')[0] ?? '').replaceAll(/[^\d]/gu, '').replaceAll(/^0+|0+$/gu, '');
  return Math.ceil(digits.length / 2) + 1;
};

const sum = (list: readonly unknown[], of: (one: unknown) => number): number =>
  list.reduce((total: number, one) => total + of(one), 0);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

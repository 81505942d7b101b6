/** A value in DynamoDB's JSON, such as `{ "S": "text" }`. */
type Wire = object;
/** An item in DynamoDB's JSON. */
export type WireItem = Readonly<Record<string, Wire>>;

/**
 * What an item weighs in bytes when capacity is counted (DynamoDB developer guide, "DynamoDB item sizes and formats"): names
 * and texts in UTF-8; a number a byte for two digits and one more; lists and maps 3 and one more for each value in them.
 */
export const sizeOfItem = (item: WireItem): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value), 0);

const sizeOf = (value: Wire): number => {
  const [[type, held] = ['', '']] = Object.entries(value);
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(held));
    case 'N':
      return (
        Math.ceil(
          String(held)
            .replace(/^-?0*\.?/u, '')
            .replace('.', '').length / 2,
        ) + 1
      );
    case 'B':
      return Buffer.byteLength(String(held), 'base64');
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'L':
      return (held as WireItem[]).reduce((sum, one) => sum + sizeOf(one) + 1, 3);
    case 'M':
      return Object.entries(held as WireItem).reduce(
        (sum, [name, one]) => sum + Buffer.byteLength(name) + sizeOf(one) + 1,
        3,
      );
    default:
      throw new Error(`Values of type ${type} are not weighed`);
  }
};

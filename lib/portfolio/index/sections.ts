/*
 * A head of JSON and columns of numbers in one piece of bytes, so that a column is read where it lies, whatever its length:
 * the length of the head (32 bits, little-endian), the head with the place of each column in it, and the columns, each at a
 * multiple of eight bytes.
 */

/** Columns by name. Numbers are stored in the machine's order of bytes: little-endian on every machine that there is. */
export type Columns = Readonly<Record<string, Float64Array | Uint32Array | Uint8Array>>;

const KINDS = { Float64Array, Uint32Array, Uint8Array } as const;
type Kind = keyof typeof KINDS;

interface Packed {
  readonly head: unknown;
  readonly columns: readonly {
    readonly name: string;
    readonly kind: Kind;
    readonly start: number;
    readonly count: number;
  }[];
}

const ALIGNMENT = 8;
const LENGTH_BYTES = 4;
const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const kindOf = (column: Columns[string]): Kind => {
  if (column instanceof Float64Array) return 'Float64Array';
  return column instanceof Uint32Array ? 'Uint32Array' : 'Uint8Array';
};

/** Packs a head, which must be JSON, and columns into one piece of bytes. */
export const packSections = (head: unknown, columns: Columns): Buffer => {
  let end = 0;
  const places = Object.entries(columns).map(([name, column]) => {
    const start = end;
    end = aligned(start + column.byteLength);
    return { name, kind: kindOf(column), start, count: column.length };
  });
  const packed: Packed = { head, columns: places };
  const text = Buffer.from(JSON.stringify(packed));
  const first = aligned(LENGTH_BYTES + text.length);
  const bytes = Buffer.alloc(first + end);
  bytes.writeUInt32LE(text.length);
  text.copy(bytes, LENGTH_BYTES);
  for (const { name, start } of places) {
    const column = columns[name];
    if (column) bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), first + start);
  }
  return bytes;
};

/** The head and the columns of packed bytes; the columns are views of them where they lie at a multiple of eight. */
export const unpackSections = (packed: Uint8Array): { readonly head: unknown; readonly columns: Columns } => {
  const bytes = packed.byteOffset % ALIGNMENT === 0 ? packed : Uint8Array.from(packed);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + LENGTH_BYTES, length).toString();
  const { head, columns } = JSON.parse(text) as Packed; // as packSections wrote it
  const first = bytes.byteOffset + aligned(LENGTH_BYTES + length);
  return {
    head,
    columns: Object.fromEntries(
      columns.map(({ name, kind, start, count }) => [
        name,
        new KINDS[kind](bytes.buffer as ArrayBuffer, first + start, count),
      ]),
    ),
  };
};

/** Text as it comes together for a part of an upload, in UTF-8: one buffer that grows and is filled again for each part. */
export interface PartBuffer {
  bytes: Buffer;
  /** So many of its bytes are text. */
  filled: number;
}

const FIRST_BYTES = 64 * 1024;

/** UTF-8 takes at most three bytes for each UTF-16 unit of a string. */
const MOST_BYTES_PER_UNIT = 3;

/** A buffer without text. */
export const emptyPart = (): PartBuffer => ({ bytes: Buffer.allocUnsafe(FIRST_BYTES), filled: 0 });

/** Adds a text behind those before. */
export const appendText = (part: PartBuffer, text: string): void => {
  const needed = part.filled + text.length * MOST_BYTES_PER_UNIT;
  if (needed > part.bytes.length) {
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * part.bytes.length));
    part.bytes.copy(larger, 0, 0, part.filled);
    part.bytes = larger;
  }
  part.filled += part.bytes.write(text, part.filled, 'utf8');
};

/** All text so far: bytes of the buffer itself, until more is added in their place. */
export const filledBytes = ({ bytes, filled }: PartBuffer): Buffer => bytes.subarray(0, filled);

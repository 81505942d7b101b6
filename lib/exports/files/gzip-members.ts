/** A member of a gzip file (RFC 1952, 2.2): where it begins in the file, in bytes, and all of its bytes. */
export interface GzipMember {
  readonly at: number;
  readonly bytes: Buffer;
}

/** What a member begins with when nothing is said of its file (RFC 1952, 2.3): nothing of it changes from one to the next. */
const HEADER_BYTES = 10;

/**
 * Splits a gzip file into its members, of which it holds one at a time. `chunks` are the file's bytes from the beginning of a
 * member on, which is `at` bytes behind the beginning of the file.
 *
 * A member begins where the header of the one before it comes again: ten equal bytes, four of them zero, which packed data
 * does not show by accident, nor unpacked JSON ever. Members with different headers come as one, which unpacks just so.
 */
export async function* gzipMembers(chunks: AsyncIterable<Buffer>, at: number): AsyncGenerator<GzipMember> {
  let start = at;
  let held: Buffer = Buffer.alloc(0);
  let searched = HEADER_BYTES;
  for await (const chunk of chunks) {
    held = Buffer.concat([held, chunk]);
    if (held.length < HEADER_BYTES) continue;
    const header = Buffer.from(held.subarray(0, HEADER_BYTES));
    for (let end = held.indexOf(header, searched); end >= 0; end = held.indexOf(header, HEADER_BYTES)) {
      yield { at: start, bytes: held.subarray(0, end) };
      start += end;
      held = held.subarray(end);
      searched = HEADER_BYTES;
    }
    searched = Math.max(HEADER_BYTES, held.length - HEADER_BYTES + 1);
  }
  if (held.length > 0) yield { at: start, bytes: held };
}

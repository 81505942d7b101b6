import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CsvRecord, csvBatches, FILE_START } from '../../../../lib/imports/formats/csv-records.ts';
import { decodeDocument } from '../../../../lib/imports/formats/decode-text.ts';
import type { TextEncoding } from '../../../../lib/imports/formats/file-encoding.ts';

const encode = (text: string, encoding: TextEncoding): Buffer => {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'windows-1252') return Buffer.from(text.replaceAll('€', '\u0080'), 'latin1');
  const little = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? little : little.swap16();
};

const read = async (bytes: Buffer, encoding: TextEncoding, from = FILE_START, chunkBytes = 5): Promise<CsvRecord[]> => {
  const chunks = [];
  for (let at = from.byte; at < bytes.length; at += chunkBytes) chunks.push(bytes.subarray(at, at + chunkBytes));
  const records: CsvRecord[] = [];
  for await (const batch of csvBatches(Readable.from(chunks), from, 2, ',', encoding)) records.push(...batch);
  return records;
};

const ENCODINGS: readonly TextEncoding[] = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'];

test.each(ENCODINGS)(
  'reads the same from the end of any record of %s on, however the bytes arrive',
  async (encoding) => {
    const letters = encoding === 'windows-1252' ? ['a', 'é', '€'] : ['a', 'é', '€', '漢', '😀'];
    const field = fc.string({ unit: fc.constantFrom(...letters, '\r', '\n', '\r\n', ' '), minLength: 1, maxLength: 6 });
    const file = fc.record({
      rows: fc.array(fc.array(field, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
      lineBreak: fc.constantFrom('\n', '\r\n', '\r'),
      chunkBytes: fc.integer({ min: 1, max: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(file, async ({ rows, lineBreak, chunkBytes }) => {
        const text = rows.map((row) => row.map((one) => `"${one}"`).join(',') + lineBreak).join('');
        const bytes = encode(text, encoding);
        const whole = await read(bytes, encoding);
        expect(whole.map(({ fields }) => fields)).toEqual(rows);
        expect(whole.at(-1)?.end.byte).toBe(bytes.length);
        for (const [at, { end, last }] of whole.entries())
          if (!last) expect(await read(bytes, encoding, end, chunkBytes)).toEqual(whole.slice(at + 1));
      }),
      { numRuns: 30 },
    );
  },
);

test('names the line of what is no text of the encoding', async () => {
  const broken = (line: number) =>
    Buffer.from(
      Array.from({ length: 9 }, (_, at) => (at + 1 === line ? 'jos\u00e9,1' : 'ada,1')).join('\r\n'),
      'latin1',
    );
  for (const line of [1, 5, 9]) {
    await expect(read(broken(line), 'utf-8')).rejects.toMatchObject({ code: 'not_utf8', line });
    const document = Readable.from([broken(line)]).compose(decodeDocument('utf-8'));
    await expect(document.toArray()).rejects.toMatchObject({ code: 'not_utf8', line });
  }
  const half = encode('a,b\n1,\ud83d\n3,4\n', 'utf-16le');
  await expect(read(half, 'utf-16le')).rejects.toMatchObject({ code: 'not_text', line: 2 });
  await expect(read(Buffer.from('a,b\n1,é').subarray(0, -1), 'utf-8')).rejects.toMatchObject({
    code: 'not_utf8',
    line: 2,
  });
});

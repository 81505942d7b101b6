import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CsvRecord,
  csvBatches,
  FILE_START,
  type FilePosition,
} from '../../../../lib/imports/formats/csv-records.ts';

const bytesOf = (text: string, chunkBytes = 7, from = 0): Readable => {
  const bytes = Buffer.from(text).subarray(from);
  const chunks = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.subarray(at, at + chunkBytes));
  return Readable.from(chunks);
};

const read = async (text: string, from: FilePosition = FILE_START, chunkBytes = 7): Promise<CsvRecord[]> => {
  const records: CsvRecord[] = [];
  for await (const batch of csvBatches(bytesOf(text, chunkBytes, from.byte), from, 2)) records.push(...batch);
  return records;
};

test('reads records with their lines and where they end', async () => {
  expect(await read('\ufeffa,b\r\n1,"é\nx"\r\n\r\n3,4')).toEqual([
    { fields: ['a', 'b'], line: 1, end: { byte: 8, line: 1 }, last: false, terminated: true },
    { fields: ['1', 'é\nx'], line: 2, end: { byte: 18, line: 3 }, last: false, terminated: true },
    { fields: ['3', '4'], line: 5, end: { byte: 23, line: 5 }, last: true, terminated: false },
  ]);
});

test('knows the last record, and whether a line break ends it', async () => {
  const lastOf = async (text: string) => (await read(text)).map(({ last, terminated }) => [last, terminated]);
  expect(await lastOf('a\nb\n')).toEqual([
    [false, true],
    [true, true],
  ]);
  expect(await lastOf('a\nb')).toEqual([
    [false, true],
    [true, false],
  ]);
  expect(await lastOf('\n')).toEqual([]);
});

test('reads fields that tabs delimit, with quotes of their own', async () => {
  const records: string[][] = [];
  for await (const batch of csvBatches(bytesOf('a\tb\n1,2\tx "y" z\n"3\t4"\t\n'), FILE_START, 5, '\t'))
    records.push(...batch.map(({ fields }) => [...fields]));
  expect(records).toEqual([
    ['a', 'b'],
    ['1,2', 'x "y" z'],
    ['3\t4', ''],
  ]);
});

test('hands over rows of any length', async () => {
  expect((await read('a,b\n1\n1,2,3\n')).map(({ fields }) => fields.length)).toEqual([2, 1, 3]);
});

test.each([
  ['a,b\n1,"x\n3,4\n', 'file_cut_short', 3],
  ['a,b\n1,"x"y\n3,4\n', 'malformed_csv', 2],
  ['a,b\n1,x"y\n3,4\n', 'malformed_csv', 2],
])('refuses %j', async (text, code, line) => {
  await expect(read(text)).rejects.toMatchObject({ code, line });
});

test('passes on the failure of the source', async () => {
  const broken = new Readable({ read() {} });
  broken.push('a,b\n1,2\n3,4\n5,6\n');
  const reading = (async () => {
    for await (const batch of csvBatches(broken, FILE_START, 1))
      if (batch) broken.destroy(new Error('connection lost'));
  })();
  await expect(reading).rejects.toThrow('connection lost');
});

test('lets go of its source when nobody reads on', async () => {
  const source = bytesOf('a\nb\nc\nd\n');
  for await (const _ of csvBatches(source, FILE_START, 1)) break;
  expect(source.destroyed).toBe(true);
});

test('reads the same from the end of any record on, however the bytes arrive', async () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r\n', ' ', '+'), maxLength: 6 });
  const file = fc.record({
    rows: fc.array(fc.array(field, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
    lineBreak: fc.constantFrom('\n', '\r\n'),
    start: fc.constantFrom('', '\ufeff'),
    chunkBytes: fc.integer({ min: 1, max: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(file, async ({ rows, lineBreak, start, chunkBytes }) => {
      const quoted = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','));
      const text = start + quoted.join(lineBreak) + lineBreak;
      const whole = await read(text);
      expect(whole.map(({ fields }) => fields)).toEqual(rows);
      for (const [at, { end, last }] of whole.entries())
        if (!last) expect(await read(text, end, chunkBytes)).toEqual(whole.slice(at + 1));
    }),
    { numRuns: 60 },
  );
});

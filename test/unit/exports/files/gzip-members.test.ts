import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GzipMember, gzipMembers } from '../../../../lib/exports/files/gzip-members.ts';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const membersOf = async (bytes: Buffer, size: number, at = 0): Promise<GzipMember[]> => {
  const members: GzipMember[] = [];
  for await (const { at: start, bytes: own } of gzipMembers(inChunks(bytes, size), at))
    members.push({ at: start, bytes: Buffer.from(own) });
  return members;
};

const TEXTS = ['first\n', '', 'a line\nof the third\n', 'x'.repeat(10_000)];
const MEMBERS = TEXTS.map((text) => gzipSync(text));
const STARTS = MEMBERS.map((_, place) => Buffer.concat(MEMBERS.slice(0, place)).length);
const FILE = Buffer.concat(MEMBERS);

test.each([1, 2, 7, 9, 10, 11, 64, 100_000])('finds each member in chunks of %i bytes', async (size) => {
  const members = await membersOf(FILE, size);
  expect(members.map(({ at }) => at)).toEqual(STARTS);
  expect(members.map(({ bytes }) => gunzipSync(bytes).toString('utf8'))).toEqual(TEXTS);
});

test('counts from where it is told that the bytes begin', async () => {
  const [, , third = 0, fourth] = STARTS;
  expect((await membersOf(FILE.subarray(third), 30, third)).map(({ at }) => at)).toEqual([third, fourth]);
});

test('what is no gzip file comes as it is, and nothing as nothing', async () => {
  expect(await membersOf(Buffer.from('no gzip'), 3)).toEqual([{ at: 0, bytes: Buffer.from('no gzip') }]);
  expect(await membersOf(Buffer.from('some other bytes'), 3)).toEqual([
    { at: 0, bytes: Buffer.from('some other bytes') },
  ]);
  expect(await membersOf(Buffer.alloc(0), 3)).toEqual([]);
});

test('members unpack to what was packed, whatever that is', async () => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 400 }), async (packed, size) => {
      const members = await membersOf(Buffer.concat(packed.map((text) => gzipSync(text))), size);
      expect(members.map(({ bytes }) => gunzipSync(bytes))).toEqual(packed.map((text) => Buffer.from(text)));
    }),
  );
});

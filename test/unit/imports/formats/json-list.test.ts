import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileRefused } from '../../../../lib/imports/formats/findings.ts';
import { readJsonList } from '../../../../lib/imports/formats/json-list.ts';

async function* chunksOf(text: string | Buffer, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const read = async (text: string, size = 5) => {
  const items: unknown[] = [];
  const listed = await readJsonList(chunksOf(text, size), (item, at) => {
    expect(at).toBe(items.length);
    items.push(item);
  });
  return { ...listed, items };
};

/** The code and the words of the refusal. */
const refusalOf = async (text: string, size = 5): Promise<string> => {
  try {
    await read(text, size);
    return 'taken';
  } catch (error) {
    if (error instanceof FileRefused) return `${error.code}: ${error.message}`;
    throw error;
  }
};

test('hands over the items of a list, and keeps what stands around it', async () => {
  const text = ' {"@odata.context":"[{","value" : [ {"a":[1,{"b":"]}"}]} , 7,"x\\"",null,[]\n], "more":{"value":[1]}} ';
  expect(await read(text, 1)).toEqual({
    document: { '@odata.context': '[{', value: [], more: { value: [1] } },
    list: 'value',
    count: 5,
    items: [{ a: [1, { b: ']}' }] }, 7, 'x"', null, []],
  });
  expect(await read('{"Items":[true]}')).toMatchObject({ list: 'Items', items: [true] });
  expect(await read('[{},[[]]]')).toMatchObject({ document: [], list: null, items: [{}, [[]]] });
  expect(await read('[]')).toMatchObject({ document: [], list: null, count: 0 });
});

test('a document without a list is handed over as it is', async () => {
  const item = { userPrincipalName: 'ada', assignedLicenses: [{ skuId: 'value' }], value: { items: [1] } };
  expect(await read(JSON.stringify(item))).toEqual({ document: item, list: undefined, count: 0, items: [] });
  expect(await read('"value"')).toMatchObject({ document: 'value', list: undefined });
});

test('finds in any document, however it comes in chunks, what JSON.parse finds', async () => {
  const list = fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 6 });
  const around = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
  const document = fc.oneof(
    list,
    fc.tuple(around, list, around).map(([before, value, after]) => ({ ...before, value, ...after })),
    around,
  );
  await fc.assert(
    fc.asyncProperty(
      document,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 3 }),
      async (value, size, indent) => {
        const isPlain =
          Array.isArray(value) || Object.keys(value).filter((name) => /^(?:value|items)$/iu.test(name)).length < 2;
        fc.pre(isPlain);
        const { document: around, list, items } = await read(JSON.stringify(value, null, indent), size);
        const whole = list === undefined ? around : list === null ? items : { ...(around as object), [list]: items }; // an object where it has a named list
        expect(whole).toEqual(JSON.parse(JSON.stringify(value)));
      },
    ),
    { numRuns: 300 },
  );
});

test('takes no text that JSON.parse does not take', async () => {
  const broken = fc
    .tuple(
      fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 4 }),
      fc.nat(),
      fc.constantFrom('', ',', ']', '}', '"', '[', ' 1', '\\'),
    )
    .map(([value, at, put]) => {
      const text = JSON.stringify({ value });
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(put === '' ? place + 1 : place);
    });
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  await fc.assert(
    fc.asyncProperty(broken, async (text) => {
      fc.pre(!isJson(text));
      expect(await refusalOf(text, 3)).toMatch(/^(?:invalid_json|wrong_file): /u);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['{"value":[{"a":1},{"a":}]}', 'value[1]: '],
  ['{"value":[1,,2]}', 'a comma stands where an item of the list is missing'],
  ['{"value":[1,2,]}', 'the list ends with a comma'],
  ['{"value":[{} {}]}', 'a comma is missing after item 0'],
  ['{"value":[{}', 'it ends in the middle'],
  ['', 'Unexpected end of JSON input'],
  ['{"value":[]} x', 'Unexpected non-whitespace character'],
])('%s is told where it breaks', async (text, reason) => {
  expect(await refusalOf(text)).toContain(reason);
});

test('limits depth, the size of an item and of what stands around, and the number of lists', async () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  expect(await refusalOf(nested(64))).toBe('taken');
  expect(await refusalOf(nested(65))).toMatch(/^too_deep: /u);
  expect(await refusalOf('['.repeat(1_000_000), 65_536)).toMatch(/^too_deep: /u);
  expect(await refusalOf(`[1,"${'x'.repeat(4_000_000)}"]`, 65_536)).toMatch(/^item_too_large: Item 1 /u);
  expect(await refusalOf(`[${'1'.repeat(5_000_000)}`, 65_536)).toMatch(/^item_too_large: Item 0 /u);
  expect(await refusalOf(`{"a":"${'x'.repeat(4_000_000)}"}`, 65_536)).toMatch(/^too_large: /u);
  expect(await refusalOf(' '.repeat(5_000_000), 65_536)).toMatch(/^too_large: /u);
  expect(await refusalOf('{"value":[1],"Value":[2]}')).toMatch(/^wrong_file: /u);
});

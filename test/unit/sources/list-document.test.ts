import { expect, test } from 'vitest';
import { type ListPage, listDocument, MOST_PAGES } from '../../../lib/sources/microsoft/list-document.ts';

const FORM = { what: 'graph.users', opening: '{"value":[', mostBytes: 1_000_000 };

const textOf = async (first: ListPage, form = FORM): Promise<string> => {
  let text = '';
  for await (const chunk of listDocument(first, form)) text += chunk.toString();
  return text;
};

test('pages are joined, empty ones too', async () => {
  const third: ListPage = { items: [{ c: 'ö' }, 4] };
  const second: ListPage = { items: [], next: async () => third };
  expect(await textOf({ items: ['a', null], next: async () => second })).toBe('{"value":["a",null,{"c":"ö"},4]}');
  expect(await textOf({ items: [], next: async () => third })).toBe('{"value":[{"c":"ö"},4]}');
});

test('a list without an end is broken off', async () => {
  let asked = 1;
  const endless = (at: number): ListPage => ({
    items: [at],
    next: async () => {
      asked += 1;
      return endless(at + 1);
    },
  });
  await expect(textOf(endless(1))).rejects.toMatchObject({
    obstacle: { outcome: 'refused', state: 'answer_unusable', detail: 'graph.users: more than 2,000 pages' },
  });
  expect(asked).toBe(MOST_PAGES);
});

test('a document that no import would take is broken off', async () => {
  const endless = (): ListPage => ({ items: ['x'.repeat(400)], next: async () => endless() });
  await expect(textOf(endless(), { ...FORM, mostBytes: 10_000 })).rejects.toMatchObject({
    obstacle: { state: 'answer_unusable', detail: 'graph.users: more than 10,000 bytes' },
  });
});

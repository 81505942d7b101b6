import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importKindName } from '../../../lib/imports/formats/kinds/kinds.ts';

/** Where the table of the kinds of import may stand. */
const PAGES = ['README.md', 'docs/using-the-api.md']
  .map((page) => join(import.meta.dirname, '..', '..', '..', page))
  .filter((page) => existsSync(page));

const TABLE = /^\| kind of import \|.*\n\|[ |:-]+\n((?:\|.*\n)+)/gmu;

test('one page has a table of the kinds of import, with every kind and no other', () => {
  const tables = PAGES.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(TABLE)]);
  const rows = tables.map(([, text = '']) => text.trim().split('\n'));
  const documented = rows.map((lines) =>
    lines.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/gu)].map(([, kind = '']) => kind)),
  );
  expect(documented.map((kinds) => kinds.toSorted())).toEqual([importKindName.options.toSorted()]);
});

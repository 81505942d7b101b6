import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cell, csvHeader, csvRecords } from '../../../../lib/exports/files/csv.ts';
import { stringifySettings } from './stringify-settings.ts';

test.each<[string, Cell, string]>([
  ['a plain text', 'Fabrikam', 'Fabrikam'],
  ['an unknown', null, ''],
  ['zero', 0, '0'],
  ['a negative number', -5, '-5'],
  ['a number with a decimal', 87.5, '87.5'],
  ['true', true, 'true'],
  ['false', false, 'false'],
  ['a formula', '=1+1', "'=1+1"],
  ['a text with a plus', '+x', "'+x"],
  ['a text with a minus', '-5', "'-5"],
  ['a text with an at sign', '@SUM(A1)', "'@SUM(A1)"],
  ['a text with a tab in front', '\t=1', "'\t'=1"],
  ['a formula after a semicolon', 'Contoso;=1+1', "Contoso;'=1+1"],
  ['a quoted formula after a semicolon', 'x; "=1"', `"x; ""'=1"""`],
  ['a formula after a tab', 'a\t@x', "a\t'@x"],
  ['a formula on its second line', 'a\n=cmd', `"a\n'=cmd"`],
  ['a number after a semicolon', '1;-5', "1;'-5"],
  ['an apostrophe after a semicolon', "a;'=1", "a;'=1"],
  ['a text with a full-width equals sign', '＝1+1', "'＝1+1"],
  ['an equals sign further back', 'a=1', 'a=1'],
  ['quotes', 'the "big" one', '"the ""big"" one"'],
  ['a quoted formula', '="a"', `"'=""a"""`],
  ['a comma', 'Fabrikam, Inc.', '"Fabrikam, Inc."'],
  ['a line feed', 'two\nlines', '"two\nlines"'],
  ['a lone carriage return', 'two\rlines', '"two\rlines"'],
  ['other scripts', 'Žluťoučký 株式会社 🚀', 'Žluťoučký 株式会社 🚀'],
])('writes %s as RFC 4180 wants it', (_, cell, written) => {
  expect(csvRecords([[cell, 'x']])).toBe(`${written},x\r\n`);
});

test('a file starts with a byte order mark and its columns, and may be nothing else', () => {
  expect(Buffer.from(csvHeader(['a', 'b']), 'utf8').toString('hex')).toBe(
    Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('a,b\r\n')]).toString('hex'),
  );
  expect(csvRecords([])).toBe('');
});

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', '"', ',', ';', '\r', '\n', '\t', "'", ' ', 'ä', '\uFEFF'),
    minLength: 1,
  }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

/** What a program reads in a cell: texts that look like formulas carry an apostrophe, everything else is itself. */
const readAs = (value: Cell): string => {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const within = value.replaceAll(/([;\t\r\n]["\s]*)([=+\-@＝＋－＠])/gu, "$1'$2");
  return /^[=+\-@\t\r＝＋－＠]/u.test(within) ? `'${within}` : within;
};

test('a parser gets back the cells that were written, however odd', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (records) => {
      const text = csvHeader(['a', 'b', 'c']) + csvRecords(records);
      const [, ...read] = parse(text, { bom: true, record_delimiter: '\r\n' });
      expect(read).toEqual(records.map((record) => record.map(readAs)));
    }),
  );
});

test('writes what csv-stringify does', () => {
  const few = fc.constantFrom<Cell>('a,b', 'a;=1', '=1', 'plain', 'a\n+1', null, 0, true);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.oneof(cell, few), few, few), { minLength: 1 }), (records) => {
      expect(csvRecords(records)).toBe(stringify(records, stringifySettings));
    }),
  );
});

test('whichever separator a program reads, no cell begins a formula', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('=', '+', '@', '-', ';', '\t', '\n', 'a', ' ') })),
      (cells) => {
        for (const line of csvRecords([['id', ...cells]]).split(/[\r\n]/u))
          for (const read of line.split(/[;\t]/u)) expect(read).not.toMatch(/^["\s]*[=+@-]/u);
      },
    ),
  );
});

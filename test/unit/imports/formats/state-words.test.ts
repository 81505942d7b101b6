import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GRAPH_STATES, PARTNER_CENTER_STATES, stateWord } from '../../../../lib/imports/formats/state-words.ts';
import { COUNTED_AS } from '../../../../lib/insights/count/seats.ts';
import { SUBSCRIPTION_STATES } from '../../../../lib/licensing/subscription.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/subscription-states.md'), 'utf8');

/** The rows of the table below a heading, cells without their backquotes. */
const tableBelow = (heading: string): string[][] => {
  const section = page.split(/^## /mu).find((text) => text.startsWith(heading)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.replaceAll('`', '').trim()),
  );
};

test('the page tells what every state counts as', () => {
  const told = tableBelow('What a state counts as').map(([state, , counted]) => [state, counted]);
  expect(told.map(([state]) => state)).toEqual(SUBSCRIPTION_STATES);
  expect(Object.fromEntries(told)).toEqual(COUNTED_AS);
});

test.each([
  ['Partner Center', 1, PARTNER_CENTER_STATES],
  ['Graph', 2, GRAPH_STATES],
] as const)('the page tells what every word of %s means', (_, column, words) => {
  const told = tableBelow('What the words of the sources mean').flatMap((row) =>
    (row[column] ?? '')
      .split(', ')
      .filter((word) => word !== '–')
      .map((word) => [word, row[0] === 'not stored' ? null : row[0]]),
  );
  expect(Object.fromEntries(told)).toEqual(words);
  expect(told).toHaveLength(Object.keys(words).length);
});

test('reads a word in any case, and names one that it does not know', () => {
  const word = stateWord(GRAPH_STATES);
  expect([word.parse('ENABLED'), word.parse(' lockedOut '), word.parse('deleted')]).toEqual([
    'active',
    'cancelled',
    null,
  ]);
  expect(word.safeParse('toString').error?.issues[0]?.message).toBe(
    '"toString" is none of Enabled, Warning, Suspended, LockedOut, Deleted',
  );
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scaleFigures } from '../../../bench/scale-figures.ts';

/** The page in one line, so that a sentence may be broken anywhere. */
const page = readFileSync(join(import.meta.dirname, '../../../docs/scale.md'), 'utf8').replaceAll(/\s+/gu, ' ');
const figures = scaleFigures();

/** A number as the page writes it, with so many significant digits. */
const said = (value: number, digits: number): string =>
  value.toLocaleString('en', { maximumSignificantDigits: digits });

test.each([
  `${said(figures.writesPerSecond, 3)} writes and ${said(figures.readsPerSecond, 3)} reads a second on average`,
  `the largest of 100,000 has ${said(figures.largestCustomerMillionUsers, 2)} million users`,
  `all customers together write ${said(figures.writesPerSecondUntilPartitionIsFull, 3)} times a second`,
  `the fullest holds ${said(figures.fullestShardPercent, 2)} % more`,
  `comes to ${said(figures.feedWritesPerSecond, 3)} writes and ${said(figures.feedReadsPerSecond, 3)} reads a second`,
  `${said(figures.largeCustomerReadMillionUnits, 3)} million read units`,
  `${said(figures.largeCustomerPartitionSeconds, 3)} seconds at the pace of one partition`,
  `works for ${said(figures.largeCustomerRunMinutes, 2)} minutes`,
  `from ${said(figures.usersInOneStepMillions, 2)} million users on`,
  `takes ${said(figures.runHoursAtTwo, 2)} hours`,
  `${said(figures.customersAtTwo, 3)} of 1,000 users, two at once`,
  `${figures.atOnceForOnePublication} at once are done before`,
  `a hundred in ${said(figures.runMinutesAtHundred, 2)} minutes`,
  `$${said(figures.monthDollars, 3)} a month in batches of 5,000, $${said(figures.monthDollarsInHundreds, 3)} in batches of 100`,
])('the page on scale says what is computed: %s', (sentence) => {
  expect(page).toContain(sentence);
});

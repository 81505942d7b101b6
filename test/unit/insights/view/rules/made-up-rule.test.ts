import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import type * as z from 'zod';
import { CustomerRecommendations } from '../../../../../functions/dashboard/customer/recommendations.tsx';
import { formatsOf } from '../../../../../functions/dashboard/parts/formats.ts';
import { createReports } from '../../../../../lib/exports/files/reports.ts';
import { FRESHNESS_LIMIT_DAYS } from '../../../../../lib/insights/count/freshness.ts';
import { findingOfAny, recommendationOfAny } from '../../../../../lib/insights/view/finding.ts';
import { findingsOf } from '../../../../../lib/insights/view/findings.ts';
import { idsOf, RECOMMENDATION_IDS } from '../../../../../lib/insights/view/recommendation-ids.ts';
import { recommendationChoices, recommendationName } from '../../../../../lib/insights/view/recommendation-texts.ts';
import { recommendationsOf } from '../../../../../lib/insights/view/recommendations.ts';
import { count, productSubject } from '../../../../../lib/insights/view/rules/finding-schema.ts';
import { defineRule } from '../../../../../lib/insights/view/rules/rule.ts';
import { RULES } from '../../../../../lib/insights/view/rules/rules.ts';
import { figuresFor, listsOf, seats, snapshotFor } from '../../../../fixtures/adoption.ts';
import { smallCatalogue } from '../../../../fixtures/catalogue.ts';
import { customerRow } from '../../../exports/contoso.ts';
import { people } from '../../rule-customers.ts';
import { manyTrials } from './many-trials.ts';

/** The list with one more line. */
const WITH_MANY_TRIALS = [...RULES, manyTrials] as const;
type Rule = (typeof WITH_MANY_TRIALS)[number];

const finding = findingOfAny<Rule['finding']>(WITH_MANY_TRIALS);
const recommendation = recommendationOfAny<Rule['recommendation']>(WITH_MANY_TRIALS);

/** Of 10 seats 4 are held, by people who use nothing; 15 more are on trial. */
const lists = listsOf({ p1: [seats('e3', 10), seats('e3', 15, { id: 'trial', isTrial: true })] });
const snapshot = snapshotFor(people('idle', 4, { holds: ['e3'] }), { seats: lists });
const figures = figuresFor(snapshot, 'p1');
const view = {
  partnerId: 'p1',
  firstDay: undefined,
  catalogue: smallCatalogue,
  limits: FRESHNESS_LIMIT_DAYS,
  rules: {},
  usualSupportLoad: undefined,
};
const found = findingsOf<z.infer<typeof finding>>(WITH_MANY_TRIALS, figures, snapshot, view);

const fired = {
  id: 'many-trials',
  severity: 'low',
  subject: { kind: 'product', sku: 'e3', name: 'Office 365 E3' },
  atStake: 5,
  evidence: { sold: 10, trial: 15 },
};

test('a rule fires when it is in the list, and its finding has its place by what is at stake', () => {
  expect(found.map(({ id, atStake }) => [id, atStake])).toEqual([
    ['low-deployment', 5],
    ['many-trials', 5],
    ...figures.findings.slice(1).map(({ id, atStake }) => [id, atStake]),
  ]);
  expect(found[1]).toEqual(fired);
  expect(figures.findings).toEqual(found.filter(({ id }) => id !== 'many-trials'));
});

test('its finding is read back from where it is stored, and one without its evidence is not', () => {
  expect(finding.parse(fired)).toEqual(fired);
  expect(finding.safeParse({ ...fired, evidence: { sold: 10 } }).success).toBe(false);
});

test('its id is the last of all', () => {
  expect(idsOf(WITH_MANY_TRIALS)).toEqual([...RECOMMENDATION_IDS, 'many-trials']);
});

const links = { 'many-trials': [{ title: 'Trials', url: 'https://trials.example/' }] };
const said = recommendationsOf(found, links, WITH_MANY_TRIALS);
const worded = {
  ...fired,
  problem: '15 seats of Office 365 E3 on trial, and 10 sold.',
  consider: 'What do people try it out for?',
  try: ['Ask before the trial ends.'],
  links: [{ title: 'Trials', url: 'https://trials.example/' }],
  rows: [
    {
      severity: 'low',
      subject: fired.subject,
      atStake: 5,
      evidence: fired.evidence,
      problem: '15 seats of Office 365 E3 on trial, and 10 sold.',
    },
  ],
};

test('its finding is put into its words, as the API describes them', () => {
  expect(said[1]).toEqual(worded);
  expect(recommendation.parse(said[1])).toEqual(worded);
});

test('no rule has words for the finding of another, nor the list without it', () => {
  expect(() =>
    manyTrials.inWords([{ ...fired, id: 'low-usage', severity: 'low', subject: { kind: 'customer' } }]),
  ).toThrow('many-trials has no words for low-usage');
  expect(() => recommendationsOf(found, {})).toThrow('there is no rule many-trials');
});

test('the pages name it, and the evidence it has', () => {
  expect(recommendationName('many-trials', WITH_MANY_TRIALS)).toBe('Many trial seats');
  expect(recommendationChoices(WITH_MANY_TRIALS)).toEqual([
    ...recommendationChoices(),
    { value: 'many-trials', label: 'Many trial seats' },
  ]);
  const html = render(
    CustomerRecommendations({ recommendations: said, formats: formatsOf('en-GB'), rules: WITH_MANY_TRIALS }),
  );
  expect(html).toContain(
    '<span class="severity low">Many trial seats<span class="urgency"> · worth a look</span></span> <bdi>Office 365 E3</bdi>',
  );
  expect(html).toContain('<dt>Seats sold</dt><dd>10</dd>');
  expect(html).toContain('<dt>Trial seats</dt><dd>15</dd>');
});

test('its finding is a record of the CSV file', () => {
  const { columns, recordsOf } = createReports({}, WITH_MANY_TRIALS).recommendations;
  const [, record = []] = recordsOf({ ...customerRow(), findings: found });
  const cells = Object.fromEntries(columns.map((column, index) => [column, record[index]]));
  expect(cells).toMatchObject({
    recommendation: 'many-trials',
    at_stake: 5,
    product_name: 'Office 365 E3',
    problem: worded.problem,
    try: 'Ask before the trial ends.',
    evidence: 'sold=10; trial=15',
  });
});

test('a rule that lacks something, or finds something else than it says, does not compile', () => {
  const whole = {
    id: 'unfinished',
    name: 'Unfinished',
    stake: 'Nothing.',
    subject: productSubject,
    evidence: { sold: count },
    evidenceNames: { sold: 'Seats sold' },
    fires: () => [],
    words: { problem: () => 'A problem.', consider: 'What is it?', try: [] },
  };
  const about = {
    id: 'unfinished',
    severity: 'low' as const,
    subject: { kind: 'product' as const, sku: 'e3', name: 'Office 365 E3' },
    atStake: 1,
  };
  const { words: _words, ...wordless } = whole;
  const { name: _name, ...nameless } = whole;
  const unfinished = [
    // @ts-expect-error it has no words
    () => defineRule(wordless),
    // @ts-expect-error nothing says what it is called
    () => defineRule(nameless),
    // @ts-expect-error its evidence has no name
    () => defineRule({ ...whole, evidenceNames: {} }),
    // @ts-expect-error it says what to try of nothing
    () => defineRule({ ...whole, words: { problem: () => 'A problem.', consider: 'What is it?' } }),
    // @ts-expect-error it finds without evidence
    () => defineRule({ ...whole, fires: () => [{ ...about, evidence: {} }] }),
    () => defineRule({ ...whole, fires: () => [{ ...about, evidence: { sold: 10 } }] }),
  ];
  expect(unfinished).toHaveLength(6);
});

test('evidence of one name is called the same by all rules', () => {
  const names = Map.groupBy(
    RULES.flatMap(({ evidenceNames }) => Object.entries<string>(evidenceNames)),
    ([name]) => name,
  );
  const called = [...names].map(([name, entries]) => [name, [...new Set(entries.map(([, text]) => text))]]);
  expect(called.filter(([, texts]) => texts?.length !== 1)).toEqual([]);
  expect(called.length).toBeGreaterThan(20);
});

import { expect, test } from 'vitest';
import * as z from 'zod';
import { CALENDAR_DAYS, WINDOW_DAYS } from '../../../lib/activity/calendar.ts';
import { FRESHNESS_LIMIT_DAYS } from '../../../lib/insights/count/freshness.ts';
import { THRESHOLDS } from '../../../lib/insights/count/thresholds.ts';
import { comparison } from '../../../lib/insights/view/comparison.ts';
import { customerInsights } from '../../../lib/insights/view/insights.ts';
import { RULES } from '../../../lib/insights/view/rules/rules.ts';
import { MONTH_DAYS } from '../../../lib/licensing/monthly-term.ts';
import { portfolioBreakdown } from '../../../lib/portfolio/generation/breakdown.ts';
import { portfolioTotals } from '../../../lib/portfolio/generation/totals.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';
import { TABLE, tableOf } from './documented-tables.ts';
import { anchorsOf } from './headings.ts';
import { EXAMPLES, GIVEN } from './metrics-examples.ts';
import { METRICS } from './metrics-page.ts';
import { asCalculated, asComputed, EXAMPLE, examplesIn } from './worked-example.ts';

const examples = examplesIn(METRICS);

test.each(examples)('the product computes the numbers of the example "$name"', ({ name, lines }) => {
  expect(lines).toEqual(lines.map((line) => asComputed(line, EXAMPLES[name])));
});

test.each(examples)('the formulas of the example "$name" come to its results', ({ name, lines }) => {
  const results = lines.flatMap((line) => asCalculated(line, EXAMPLES[name]) ?? []);
  expect(results.map(({ result }) => result)).toEqual(results.map(({ calculated }) => calculated));
});

test('every example is on the page', () => {
  expect(new Set(examples.map(({ name }) => name))).toEqual(new Set(Object.keys(EXAMPLES)));
});

test('the products of the examples are those that they are computed with', () => {
  for (const { id = '', product, family, workloads } of tableOf(METRICS, 'products')) {
    const known = smallCatalogue.products.get(id);
    expect([product, family, workloads]).toEqual([known?.name, known?.family, known?.workloads.join(', ')]);
  }
});

/** Numbers of the text by the name that follows each in a comment. */
const NAMED: Readonly<Record<string, number>> = {
  ...THRESHOLDS,
  ...GIVEN,
  ...Object.fromEntries(Object.entries(FRESHNESS_LIMIT_DAYS).map(([source, days]) => [`freshness.${source}`, days])),
  monthDays: MONTH_DAYS.most,
  windowDays: WINDOW_DAYS,
  computableDays: CALENDAR_DAYS - WINDOW_DAYS,
  flowDays: CALENDAR_DAYS - WINDOW_DAYS - 1,
};

/** What speaks for itself: nothing, one, the week of `active7`, the whole, and the window. */
const PLAIN = [0, 1, 7, 100, WINDOW_DAYS, WINDOW_DAYS - 1].map(String);

/** The page without what other tests hold, and without names. */
const text = METRICS.replaceAll(EXAMPLE, '')
  .replaceAll(TABLE, '')
  .replaceAll(/```[\s\S]*?```|`[^`]*`|\]\([^)]*\)|^\d+\. |(?:Office|Dynamics) 365/gmu, '');

test('every limit and threshold of the text is that of the code', () => {
  const named = [...text.matchAll(/(\d[\d.,]*)[^\d<>]*<!-- ([\w.]+) -->/gu)].map(([, number, name = '']) => ({
    number,
    name,
  }));
  expect(named).toEqual(named.map(({ name }) => ({ number: String(NAMED[name]), name })));
  expect(Object.keys(NAMED).filter((name) => !named.some((one) => one.name === name))).toEqual([]);
});

test('no number of the text stands for itself', () => {
  const unnamed = text.replaceAll(/\d[\d.,]*[^\d<>]*<!-- [\w.]+ -->/gu, '').match(/(?<![A-Za-z])\d+/gu) ?? [];
  expect(unnamed.filter((number) => !PLAIN.includes(number))).toEqual([]);
});

test('every figure of the insights, the comparison and the portfolio is explained', () => {
  const schemas = [customerInsights, comparison, portfolioTotals, portfolioBreakdown];
  const figures = new Set(schemas.flatMap((schema) => figuresIn(z.toJSONSchema(schema))));
  expect(figures.size).toBeGreaterThan(60);
  const mentioned = new Set(
    [...METRICS.replaceAll(/```[\s\S]*?```/gu, '').matchAll(/`([^`]+)`/gu)].flatMap(([, code = '']) =>
      code.split(/[^\w-]+/u),
    ),
  );
  expect([...figures].filter((name) => !mentioned.has(name))).toEqual([]);
});

/** The sections of a level within a text, each by its heading. */
const sectionsOf = (markdown: string, level: number): ReadonlyMap<string, string> =>
  new Map(
    markdown.split(new RegExp(`^#{${level}} `, 'mu')).map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading, lines.join('\n')];
    }),
  );

const recommended = sectionsOf(sectionsOf(METRICS, 2).get('Recommendations') ?? '', 3);

test('every rule has a section, in the order of the rules', () => {
  const [, ...headings] = recommended.keys();
  expect(headings).toEqual(['What all have in common', ...RULES.map(({ id }) => id)]);
});

test.each(RULES)('the section of $id names its evidence, and has an example', ({ id, evidenceNames }) => {
  const names = Object.keys(evidenceNames).map((name) => `\`${name}\``);
  expect(recommended.get(id)).toContain(`Evidence: ${names.join(' · ')}`);
  expect(examplesIn(recommended.get(id) ?? '').length).toBeGreaterThan(0);
});

/** The names of all fields of a schema that are numbers, or lists of numbers. */
const figuresIn = (schema: unknown): string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, propertyNames, additionalProperties } = fields.safeParse(schema).data ?? {};
  const counted =
    additionalProperties !== undefined && isNumeric(additionalProperties) ? (propertyNames?.enum ?? []) : [];
  return [
    ...Object.entries(properties).flatMap(([name, one]) => (isNumeric(one) ? [name] : [])),
    ...counted,
    ...Object.values(schema).flatMap(figuresIn),
  ];
};

const fields = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  propertyNames: z.looseObject({ enum: z.array(z.string()).optional() }).optional(),
  additionalProperties: z.unknown().optional(),
});

const isNumeric = (schema: unknown): boolean => {
  const { type, anyOf = [], items } = numeric.safeParse(schema).data ?? {};
  return type === 'integer' || type === 'number' || anyOf.some(isNumeric) || (items !== undefined && isNumeric(items));
};

const numeric = z.looseObject({
  type: z.string().optional(),
  anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
});

test('every link of the page to itself leads to a heading', () => {
  const anchors = anchorsOf(METRICS);
  const links = [...METRICS.matchAll(/\]\(#([^)]+)\)/gu)].map(([, anchor]) => anchor);
  expect(links.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
});

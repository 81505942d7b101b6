import { expect, test } from 'vitest';
import { parseRow } from '../../../../lib/exports/files/parse-row.ts';
import { createReports } from '../../../../lib/exports/files/reports.ts';
import { portfolioRow } from '../../../../lib/portfolio/generation/generation.ts';
import { customerRow, product, workload } from '../contoso.ts';

const finding = {
  id: 'idle-seats' as const,
  severity: 'low' as const,
  subject: { kind: 'product' as const, sku: 'e3', name: 'E3' },
  atStake: 4,
  evidence: { idle: 4, assigned: 35, idlePercent: 11.4 },
};
const row = customerRow({ findings: [finding] });
const { deployment, usage } = row;

test('reads a customer as this release writes it, as the schema does', () => {
  expect(parseRow(JSON.stringify(row))).toEqual(portfolioRow.parse(row));
});

const without = (value: object, ...names: readonly string[]) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

test('fills in what earlier releases did not write', () => {
  const earlier = {
    ...without(row, 'alternatives', 'seatsNotCounted', 'moreNotCounted'),
    deployment: { ...deployment, products: [without(product(), 'restsOn', 'onGrace', 'graceEndsOn', 'peakSince')] },
    usage: { ...usage, workloads: [without(workload(), 'heardDays')] },
  };
  const read = parseRow(JSON.stringify(earlier));
  expect(read.deployment.products).toEqual([
    product({ restsOn: [], onGrace: null, graceEndsOn: null, peakSince: null }),
  ]);
  expect(read.usage.workloads).toEqual([workload({ heardDays: null })]);
  expect(read.alternatives).toEqual([]);
  const { columns, recordsOf } = createReports({}).usage;
  expect(recordsOf(read)[0]?.[columns.indexOf('heard_days')]).toBeNull();
});

test.each<[string, unknown]>([
  ['another object', { customerId: 'b' }],
  ['a number', 5],
  ['nothing', null],
  ['a customer without a name', without(row, 'name')],
  ['products that are no list', { ...row, deployment: { ...deployment, products: {} } }],
  ['a product without an id', { ...row, deployment: { ...deployment, products: [without(product(), 'sku')] } }],
  ['a workload of no family', { ...row, usage: { ...usage, workloads: [without(workload(), 'family')] } }],
  ['a finding of no rule', { ...row, findings: [{ ...finding, id: 'made-up' }] }],
  ['a finding of nothing', { ...row, findings: [without(finding, 'subject')] }],
  ['a finding that lacks a count', { ...row, findings: [{ ...finding, evidence: without(finding.evidence, 'idle') }] }],
])('throws at %s', (_, value) => {
  expect(() => parseRow(JSON.stringify(value))).toThrow();
});

test('throws at what is no JSON', () => {
  expect(() => parseRow(JSON.stringify(row).slice(0, -1))).toThrow(SyntaxError);
});

import { expect, test } from 'vitest';
import { createReports } from '../../../../lib/exports/files/reports.ts';
import { customerRow, product, workload } from '../contoso.ts';

const { deployment, usage, recommendations } = createReports({
  'low-usage': [{ title: 'Short videos', url: 'https://support.example/videos' }],
});

const named = ({ columns }: { columns: readonly string[] }, record: readonly unknown[] | undefined) =>
  Object.fromEntries(columns.map((column, index) => [column, record?.[index]]));

test('deployment.csv has a record per product, with its as-of day and how far its sources speak', () => {
  const records = deployment.recordsOf(customerRow());
  expect(records).toHaveLength(1);
  expect(named(deployment, records[0])).toEqual({
    customer_id: 'fabrikam',
    customer_name: 'Fabrikam GmbH',
    customer_domain: 'fabrikam.example',
    as_of: '2026-03-09',
    sku: '6fd2c87f-b296-42f0-b197-1e91e994b900',
    product_name: 'Office 365 E3',
    family: 'office365',
    seat_source: 'subscriptions',
    sold: 40,
    sold_by_you: 25,
    grace: 0,
    grace_ends_on: null,
    on_grace: 0,
    trial: 5,
    assigned: 35,
    unassigned: 5,
    never_assigned: 3,
    idle: 4,
    deployment_percent: 87.5,
    rests_on: 'exchange',
    active_entitlements: 28,
    usage_percent: 70,
    active_of_assigned_percent: 80,
    subscriptions_through: '2026-03-07',
    assignments_through: '2026-03-06',
    stale: false,
  });
});

test('usage.csv has a record per workload', () => {
  const records = usage.recordsOf(customerRow());
  expect(records).toHaveLength(1);
  expect(named(usage, records[0])).toEqual({
    customer_id: 'fabrikam',
    customer_name: 'Fabrikam GmbH',
    customer_domain: 'fabrikam.example',
    as_of: '2026-03-09',
    family: 'office365',
    workload: 'exchange',
    qualified: 40,
    overlap_seats: 0,
    heard_days: 28,
    active_28_days: 28,
    active_7_days: 20,
    active_1_day: 12,
    active_on_free: 0,
    usage_percent: 70,
    excess: 0,
    on_qualified: 28,
    on_lapsed: 0,
    on_trial: 0,
    on_over_assigned: 0,
    on_reassigned: 0,
    on_unlicensed: 0,
    on_unknown: 0,
    activity_through: '2026-03-08',
    subscriptions_through: '2026-03-07',
    stale: false,
  });
});

test('the columns are in the order that the files promise', () => {
  expect(deployment.columns.join()).toBe(
    'customer_id,customer_name,customer_domain,as_of,sku,product_name,family,seat_source,sold,sold_by_you,grace,grace_ends_on,on_grace,trial,assigned,unassigned,never_assigned,idle,deployment_percent,rests_on,active_entitlements,usage_percent,active_of_assigned_percent,subscriptions_through,assignments_through,stale',
  );
  expect(usage.columns.join()).toBe(
    'customer_id,customer_name,customer_domain,as_of,family,workload,qualified,overlap_seats,heard_days,active_28_days,active_7_days,active_1_day,active_on_free,usage_percent,excess,on_qualified,on_lapsed,on_trial,on_over_assigned,on_reassigned,on_unlicensed,on_unknown,activity_through,subscriptions_through,stale',
  );
});

test('usage by product has a record per customer, product and workload', () => {
  const base = customerRow();
  const row = customerRow({
    usage: {
      ...base.usage,
      workloads: [workload({ workload: 'exchange', heardDays: 20, stale: true })],
      productWorkloads: [{ sku: product().sku, workload: 'exchange', qualified: 40, active: 28, usagePercent: 70 }],
    },
  });
  const productUsage = createReports({})['product-usage'];
  const [record, ...others] = productUsage.recordsOf(row);
  expect(others).toEqual([]);
  expect(named(productUsage, record)).toEqual({
    customer_id: 'fabrikam',
    customer_name: 'Fabrikam GmbH',
    customer_domain: 'fabrikam.example',
    as_of: '2026-03-09',
    sku: product().sku,
    product_name: product().name,
    family: 'office365',
    workload: 'exchange',
    qualified: 40,
    assigned: product().assigned,
    active_28_days: 28,
    usage_percent: 70,
    heard_days: 20,
    activity_through: '2026-03-08',
    subscriptions_through: '2026-03-07',
    stale: true,
  });
});

test('a customer without products has a record of blanks in the deployment report, and none in the others', () => {
  const base = customerRow();
  const row = customerRow({
    deployment: { ...base.deployment, products: [] },
    usage: { ...base.usage, workloads: [], productWorkloads: [] },
    findings: [],
  });
  const { deployment: seats, ...others } = createReports({});
  const [record, ...more] = seats.recordsOf(row);
  expect(more).toEqual([]);
  const { customer_id, customer_name, customer_domain, as_of, ...rest } = named(seats, record);
  expect([customer_id, customer_name, customer_domain, as_of]).toEqual([
    'fabrikam',
    'Fabrikam GmbH',
    'fabrikam.example',
    '2026-03-09',
  ]);
  expect(Object.values(rest)).toEqual(Object.values(rest).map(() => null));
  expect(Object.values(others).map(({ recordsOf }) => recordsOf(row))).toEqual([[], [], []]);
});

test('what is not known is null in its cell, never 0', () => {
  const { domain: _, ...nameless } = customerRow();
  const row = {
    ...nameless,
    sources: [],
    deployment: {
      ...nameless.deployment,
      products: [product({ sold: null, soldByYou: null, deploymentPercent: null, seatSource: null })],
    },
  };
  expect(named(deployment, deployment.recordsOf(row)[0])).toMatchObject({
    customer_domain: null,
    seat_source: null,
    sold: null,
    sold_by_you: null,
    deployment_percent: null,
    subscriptions_through: null,
    assignments_through: null,
    stale: false,
  });
});

test('each workload says how far its own activity is known, and is stale by it', () => {
  const stale = workload({ workload: 'sharepoint', dataThrough: '2026-03-02', stale: true });
  const row = customerRow({ usage: { ...customerRow().usage, workloads: [workload(), stale] } });
  const [exchange, sharepoint] = usage.recordsOf(row);
  expect(named(usage, exchange)).toMatchObject({ activity_through: '2026-03-08', stale: false });
  expect(named(usage, sharepoint)).toMatchObject({ activity_through: '2026-03-02', stale: true });
});

test('a product is stale when the activity of one of its workloads is', () => {
  const { usage: known, deployment: seats } = customerRow();
  const of = (sku: string, workloads: readonly string[]) =>
    workloads.map((one) => ({ sku, workload: one, qualified: 40, active: 1, usagePercent: 2.5 }));
  const row = customerRow({
    deployment: { ...seats, products: ['mail', 'suite', 'unused'].map((sku) => product({ sku })) },
    usage: {
      ...known,
      workloads: [workload(), workload({ workload: 'sharepoint', stale: true })],
      productWorkloads: [...of('mail', ['exchange']), ...of('suite', ['exchange', 'sharepoint'])],
    },
  });
  const stale = deployment
    .recordsOf(row)
    .map((record) => named(deployment, record))
    .map((one) => [one.sku, one.stale]);
  expect(stale).toEqual([
    ['mail', false],
    ['suite', true],
    ['unused', false],
  ]);
});

test('a source whose day is not known makes the day of all of its kind unknown', () => {
  const row = customerRow({
    sources: [
      { source: 'subscriptions', seller: 'all', dataThrough: null, stale: false },
      { source: 'assignments', dataThrough: '2026-02-01', stale: true },
    ],
  });
  expect(named(deployment, deployment.recordsOf(row)[0])).toMatchObject({
    subscriptions_through: null,
    assignments_through: '2026-02-01',
    stale: true,
  });
});

test('recommendations.csv has a record per recommendation, with its words and the counts behind it', () => {
  const row = customerRow({
    findings: [
      {
        id: 'low-usage',
        severity: 'medium',
        subject: { kind: 'workload', family: 'office365', workload: 'teams' },
        atStake: 6,
        evidence: { active: 10, seats: 40, usagePercent: 25, thresholdPercent: 40 },
      },
    ],
  });
  const [record] = recommendations.recordsOf(row);
  expect(named(recommendations, record)).toMatchObject({
    customer_id: 'fabrikam',
    as_of: '2026-03-09',
    recommendation: 'low-usage',
    severity: 'medium',
    at_stake: 6,
    workload: 'teams',
    sku: null,
    product_name: null,
    subscription_id: null,
    problem:
      '10 people use Teams on 40 seats that contain it: 25.0 %, below the 40 % at which a workload counts as deployed.',
    links: 'Short videos: https://support.example/videos',
    evidence: 'active=10; seats=40; usage_percent=25; threshold_percent=40',
  });
});

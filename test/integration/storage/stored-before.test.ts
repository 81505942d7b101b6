import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAccess } from '../../../lib/access/list-access.ts';
import { listEarlierAccess } from '../../../lib/access/list-earlier-access.ts';
import { readAccess } from '../../../lib/access/read-access.ts';
import { readCalendars } from '../../../lib/activity/activity-table.ts';
import { listEntries } from '../../../lib/audit/list-entries.ts';
import { readCatalogue } from '../../../lib/catalogue/store/own-entries-table.ts';
import { versionsIn } from '../../../lib/catalogue/store/version-table.ts';
import { readCustomer } from '../../../lib/customers/customer-table.ts';
import { listMembers } from '../../../lib/customers/member-list.ts';
import { listPartnerIds, readLastDeletion, readPartner } from '../../../lib/customers/partner-table.ts';
import { readErasure } from '../../../lib/erasure/job/erasure-job-table.ts';
import { listReceipts, readReceipt } from '../../../lib/erasure/job/receipt-bucket.ts';
import { readRows } from '../../../lib/exports/files/generation-rows.ts';
import { keptIn } from '../../../lib/imports/undo/kept-bucket.ts';
import { readRunning } from '../../../lib/insights/run/running-table.ts';
import { querySnapshots } from '../../../lib/insights/run/snapshot-table.ts';
import { takeTurn } from '../../../lib/licensing/assignment-list-table.ts';
import { readAssignments } from '../../../lib/licensing/assignments-table.ts';
import { coverage } from '../../../lib/licensing/coverage.ts';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { listIdentities, readIdentities } from '../../../lib/licensing/identities/identities-table.ts';
import { rowsOf } from '../../../lib/licensing/posted/reported-usage.ts';
import { readReportedUsage } from '../../../lib/licensing/posted/reported-usage-table.ts';
import { readSupportCases } from '../../../lib/licensing/posted/support-cases-table.ts';
import { seatTotals } from '../../../lib/licensing/seat-totals.ts';
import { readSeatTotals } from '../../../lib/licensing/seat-totals-table.ts';
import { subscriptionLists } from '../../../lib/licensing/subscription.ts';
import { readSubscriptions } from '../../../lib/licensing/subscriptions-table.ts';
import { findUserNames, userNamesOf } from '../../../lib/licensing/user-names-table.ts';
import { readPointer } from '../../../lib/portfolio/generation-pointer.ts';
import { readIndex } from '../../../lib/portfolio/generation-store.ts';
import { readPortfolioDay, readUsualLoads } from '../../../lib/portfolio/portfolio-day-table.ts';
import { readSettings } from '../../../lib/settings/settings-table.ts';
import { parseDay } from '../../../lib/time/day.ts';
import type { TestTables } from '../../fixtures/tables.ts';
import { CURSORS, EARLIER_OBJECTS, ITEMS, MESSAGES, OBJECTS } from './pinned-shapes.ts';
import { cursorSamples, itemSamples, messageSamples, objectSamples } from './stored.ts';
import { cursorsBefore, itemsBefore, messagesBefore, objectsBefore, startStoredBefore } from './stored-before.ts';

const NOW = new Date('2026-03-02T11:00:00Z');
const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

let tables: TestTables;
beforeAll(async () => {
  tables = await startStoredBefore();
}, 60_000);
afterAll(() => tables.stop());

const all = async <Value>(values: AsyncIterable<Value>): Promise<Value[]> => {
  const found: Value[] = [];
  for await (const value of values) found.push(value);
  return found;
};

test('there is a fixture of every kind of thing that is stored, sent or handed out', () => {
  const kinds = (samples: readonly { readonly kind: string }[]) => [...new Set(samples.map(({ kind }) => kind))].sort();
  expect(kinds(itemSamples(itemsBefore))).toEqual(Object.keys(ITEMS).sort());
  expect(kinds(objectSamples(objectsBefore))).toEqual([...Object.keys(OBJECTS), ...EARLIER_OBJECTS].sort());
  expect(kinds(messageSamples(messagesBefore))).toEqual(Object.keys(MESSAGES).sort());
  expect(kinds(cursorSamples(cursorsBefore))).toEqual(Object.keys(CURSORS).sort());
});

test('reads calendars', async () => {
  expect(await all(readCalendars(tables.activity, 'contoso'))).toEqual([
    {
      userId: 'user0@contoso.example',
      calendar: { lastDay: 20_513, words: { exchange: 0x1000_0003, teams: 0x1000_0003 } },
    },
  ]);
  expect(await all(readCalendars(tables.activity, 'fabrikam'))).toEqual([
    { userId: 'u0@contoso.com', calendar: { lastDay: 20_511, words: { exchange: 1 } } },
  ]);
});

test('reads erasures and their receipts', async () => {
  const erasureId = '5b1e7a90-3c4d-4e5f-8a6b-7c8d9e0f1a2b';
  const found = await readErasure(tables.jobs, erasureId);
  expect(found).toMatchObject({ customerId: 'fabrikam', status: 'done', removed: { assignments: 1, undoCopies: 2 } });
  const [key = ''] = await all(listReceipts('uploads', '2026-03-02T11:00:00.000Z'));
  expect(await readReceipt('uploads', key)).toEqual(found);
  expect(await all(listReceipts('uploads', '2026-03-02T11:07:00.000Z'))).toEqual([]);
});

test('reads who may do what', async () => {
  expect(await readAccess(tables.licensing, 'anna')).toEqual({
    subject: 'anna',
    partnerId: 'northwind',
    scopes: ['insights:read', 'exports:write'],
  });
  expect(await listAccess(tables.licensing, 9, 'anna')).toEqual({
    records: [{ subject: 'otto', partnerId: 'northwind', scopes: ['insights:read'] }],
    next: undefined,
  });
  expect(await readLastDeletion(tables.licensing, 'litware')).toBe('2026-02-02T10:00:00.000Z');
});

test('lists who was given access before there was a list, once they are entered, and nobody twice', async () => {
  const subjects = async () => (await listAccess(tables.licensing, 9)).records.map(({ subject }) => subject);
  const read = () => Promise.all(['anna', 'olga', 'otto'].map((one) => readAccess(tables.licensing, one)));
  const [listed, before] = [await subjects(), await read()];
  expect(listed).toEqual(['otto']);
  expect(await listEarlierAccess(tables.licensing)).toBe(2);
  expect(await subjects()).toEqual(['anna', 'olga', 'otto']);
  expect(await read()).toEqual(before);
  expect(await listEarlierAccess(tables.licensing)).toBe(0);
});

test('reads who changed what, from where somebody kept a cursor', async () => {
  const page = { limit: 9, cursor: cursorsBefore['GET /v1/audit'], now: new Date('2026-03-03T10:00:00Z') };
  expect(await listEntries(tables.jobs, {}, page)).toEqual({
    entries: [
      {
        at: '2026-03-02T10:00:00.000Z',
        subject: 'subject-operator',
        portfolio: '~operator',
        action: 'access.put',
        target: 'otto',
        before: '{"subject":"otto","scopes":["operator"]}',
        after: '{"subject":"otto","partnerId":"northwind","scopes":["insights:read"]}',
        requestId: 'test-request',
        outcome: 'done',
      },
    ],
  });
  expect(await readAccess(tables.licensing, 'olga')).toEqual({ subject: 'olga', scopes: ['operator'] });
});

test('reads customers, partners and who holds whom', async () => {
  const { licensing } = tables;
  expect(await readCustomer(licensing, 'contoso')).toEqual({
    customerId: 'contoso',
    name: 'Customer contoso',
    domain: 'contoso.example',
    externalIds: { crm: 'C-1' },
    partners: { northwind: { since: '2025-01-01' } },
  });
  expect(await readPartner(licensing, 'alpine')).toEqual({
    partnerId: 'alpine',
    name: 'Partner alpine',
    tenantIds: ['a1b2c3d4-0000-4000-8000-00000000a1b2'],
    recipients: [],
    lastUnlinkedAt: '2026-03-02T10:00:02.000Z',
    unlinking: { '17a8e94a-e93e-4a48-aeb4-64ec82dadce7': '2026-03-02T10:00:43.000Z' },
  });
  expect((await readPartner(licensing, 'northwind'))?.recipients).toEqual([
    'anna@northwind.example',
    'cy@northwind.example',
  ]);
  expect(await listPartnerIds(licensing)).toEqual(['alpine', 'northwind']);
  expect(await listMembers(licensing, 'northwind', 10)).toEqual({
    ids: ['adatum', 'contoso', 'newcomer', 'tailspin', 'wingtip', 'woodgrove'],
    next: undefined,
  });
});

test('reads subscriptions and seats, those that a seller sent and those that were derived', async () => {
  const { licensing } = tables;
  expect(await readSubscriptions(licensing, 'contoso')).toEqual({
    lists: {
      northwind: {
        day: '2026-03-02',
        subscriptions: [
          { id: 's1', sku: E3, quantity: 20, state: 'active', isTrial: false, renewsOn: '2026-03-20' },
          { id: 's2', sku: 'shield', quantity: 5, state: 'cancelled', isTrial: false, stateSince: '2026-02-02' },
        ],
      },
    },
  });
  expect(await readSubscriptions(licensing, 'fabrikam')).toMatchObject({
    lists: { alpine: { derived: true, subscriptions: [{ id: 'commerce-a', quantity: 10 }] } },
  });
  const seats = { grace: 0, suspended: 0, lockedOut: 0 };
  expect(await readSeatTotals(licensing, 'fabrikam')).toEqual([
    {
      source: 'graph.directorySubscriptions',
      day: '2026-03-02',
      totals: [{ ...seats, sku: E3, active: 20, trial: 0, assigned: null }],
    },
    {
      source: 'graph.subscribedSkus',
      day: '2026-03-02',
      totals: [E3, '06ebc4ee-1bb5-47dd-8120-11324bc54e06', 'cdd28e44-67e3-425e-be4c-737fab2899d3'].map((sku) => {
        return { ...seats, sku, active: 25, trial: null, assigned: 14 };
      }),
    },
  ]);
});

test('reads who holds what, how far that is known, and whose turn it is to say more', async () => {
  const { licensing } = tables;
  expect(await all(readAssignments(licensing, 'fabrikam'))).toEqual([
    {
      userId: 'ada@contoso.com',
      holdings: {
        [E3]: [
          [20_494, true],
          [20_513, false],
        ],
      },
      withheld: {
        [E3]: {
          teams: [
            [20_494, true],
            [20_513, false],
          ],
        },
      },
    },
  ]);
  const workloads = ['exchange', 'onedrive', 'sharepoint', 'skypeforbusiness', 'yammer', 'teams'];
  const ofEach = <Value>(value: Value) => Object.fromEntries(workloads.map((workload) => [workload, value]));
  expect(await readCoverage(licensing, 'fabrikam')).toEqual({
    activity: ofEach('2026-03-01'),
    lastActivity: ofEach(['2026-03-01']),
    assignments: { from: '2026-02-20', through: '2026-03-01' },
    assignmentList: {
      firstDay: '2026-02-20',
      day: '2026-03-01',
      undecided: ['44575883-256e-4a79-9da4-ebe9acabe2b2', '50f60901-3181-4b75-8a2c-4c8e4c1d5a72'],
    },
    identityMode: 'readable',
  });
  const offered = { importId: 'another', day: '2026-02-19', kind: 'graph.users' };
  const whileTaken = new Date('2026-03-02T10:09:59Z');
  expect(await takeTurn(licensing, 'fabrikam', offered, whileTaken)).toEqual({ kind: 'busy' });
  expect(await takeTurn(licensing, 'fabrikam', offered, NOW)).toEqual({
    kind: 'older',
    newerDay: '2026-02-20',
    sameKind: true,
  });
});

test('reads what was posted besides: support cases and reported usage', async () => {
  const { licensing } = tables;
  expect(await readSupportCases(licensing, 'contoso')).toEqual({
    northwind: { days: { '2026-02-27': { 'how-to': 8, incident: 0 } } },
  });
  const sku = '1e1a282c-9c54-43a2-9310-98ef728faace';
  const { alpine, ...others } = await readReportedUsage(licensing, 'fabrikam');
  expect(alpine && rowsOf(alpine)).toEqual([
    { month: '2026-02', sku, availableSeats: 10, assignedSeats: 8, activeSeats: 5 },
    { month: '2026-01', sku, availableSeats: null, assignedSeats: null, activeSeats: null },
  ]);
  expect([alpine?.notCounted, others]).toEqual([undefined, {}]);
});

test('reads the other ids of users, and goes on in their list', async () => {
  const alias = 'octo@vendor.example';
  expect([...(await readIdentities(tables.licensing, 'contoso'))]).toEqual([[alias, 'user0@contoso.example']]);
  const cursor = cursorsBefore['GET /v1/customers/{id}/identities'];
  expect(await listIdentities(tables.licensing, 'contoso', { limit: 9, cursor })).toEqual({ identities: [] });
});

test('reads the settings and the catalogue, as it is and as it was', async () => {
  const { licensing } = tables;
  const { freshnessLimitDays, recommendationLinks } = await readSettings(licensing);
  expect(freshnessLimitDays).toEqual({
    activity: 20,
    subscriptions: 21,
    seatTotals: 22,
    assignments: 23,
    supportCases: 24,
  });
  expect(recommendationLinks['low-usage']).toEqual([{ title: 'Introductions', url: 'https://training.example/start' }]);
  const shield = {
    sku: 'shield',
    partNumber: 'SHIELD-1',
    name: 'Mail Shield',
    family: 'security',
    workloads: ['mailshield'],
    offer: 'paid',
  };
  const sword = { ...shield, sku: 'sword', partNumber: 'sword', name: 'Mail Sword', workloads: [], offer: 'free' };
  const quarantine = { id: 'quarantine', family: 'security', countsAs: 'mailshield', excluded: false };
  for (const catalogue of [await readCatalogue(licensing), await versionsIn(licensing).read('cad1ad63d0ce')]) {
    expect(catalogue?.products.get('shield')).toEqual(shield);
    expect(catalogue?.products.get('sword')).toEqual(sword);
    expect(catalogue?.workloads.get('quarantine')).toEqual(quarantine);
    expect(catalogue?.products.get(E3)?.name).toBe('Office 365 E3');
  }
});

test('goes on with a recalculation between two steps', async () => {
  const running = await readRunning(tables.insights, 'contoso', parseDay('2026-03-01'));
  expect(running).toMatchObject({ step: 1, after: 'user1@contoso.example', tally: { assignedPeople: 2 } });
  expect(running?.tally.workloads.get('office365/exchange')?.holders).toEqual(
    new Map([['6fd2c87f-b296-42f0-b197-1e91e994b900', 2]]),
  );
});

test('reads snapshots', async () => {
  const day = { from: '2026-03-01', to: '2026-03-01', limit: 1 };
  const [contoso] = await querySnapshots(tables.insights, 'contoso', day);
  expect(contoso).toMatchObject({
    customerId: 'contoso',
    asOf: '2026-03-01',
    catalogVersion: 'cad1ad63d0ce',
    assignedPeople: 12,
    people: { people: 2, people7: 2, people1: 2 },
    renewals: { northwind: [{ id: 's1', sku: E3, quantity: 20, renewsOn: '2026-03-20' }] },
    supportCases: { northwind: { 'how-to': 8, incident: 0, billing: 0, other: 0 } },
  });
  expect(contoso?.products.find(({ sku }) => sku === E3)).toMatchObject({
    sold: 20,
    soldBySeller: { northwind: 20 },
    assigned: 12,
    activeEntitlements: 2,
    idle: 10,
    seatSource: 'subscriptions',
    activeByWorkload: { exchange: 2, teams: 2 },
  });
  expect(contoso?.workloads.find(({ workload }) => workload === 'teams')).toMatchObject({
    qualified: 20,
    active: 2,
    basis: { qualified: 2, lapsed: 0 },
    earlier: { active: 12, qualified: 20 },
  });
  const [fabrikam] = await querySnapshots(tables.insights, 'fabrikam', day);
  expect(fabrikam).toMatchObject({
    sources: { seatTotals: { 'graph.subscribedSkus': '2026-03-02' }, derivedLists: ['alpine'] },
    reported: { alpine: [{ month: '2026-02', activeSeats: 5 }, { month: '2026-01' }] },
  });
});

test('reads a portfolio: what it shows, its days, its index and its rows', async () => {
  const { insights } = tables;
  const shown = await readPointer(insights, 'northwind');
  if (!shown) throw new Error('There is no pointer');
  const totals = { customers: 5, sold: 50, assigned: 44, deploymentPercent: 88, activeEntitlements: 33 };
  expect(shown).toMatchObject({
    asOf: '2026-03-01',
    pending: 0,
    totals: { ...totals, deploymentCounted: { members: 4, of: 5 }, usagePercent: 66 },
    earlier: { asOf: '2026-02-01', totals: { usagePercent: 86 } },
  });
  expect(await readPortfolioDay(insights, 'northwind', '2026-03-01')).toMatchObject({
    totals,
    usualSupportLoad: { howToCases: 1, assignedPeople: 10 },
  });
  const usualOn = await readUsualLoads(
    insights,
    'northwind',
    { from: '2026-03-01', to: '2026-03-01' },
    (madeAt) => madeAt < '2026-03-02',
  );
  expect(usualOn('2026-03-01')).toEqual({ howToCases: 1, assignedPeople: 10 });
  // As JSON, and as columns.
  const later = { ...shown, asOf: '2026-03-02', generationId: '5d3c9a52-6f1b-4d0e-9a7e-1f0f6f6f2b11' };
  for (const generation of [shown, later]) {
    const index = await readIndex('portfolios', generation);
    if (!index) throw new Error('There is no index');
    expect(index).toMatchObject({ generation, customers: 5, productNames: { [E3]: 'Office 365 E3' } });
    expect(index.breakdown.products.find(({ sku }) => sku === E3)).toMatchObject({ sold: 50, assigned: 44 });
    const entries = Array.from({ length: index.customers }, (_, place) => index.entryAt(place));
    expect(entries.find(({ customerId }) => customerId === 'contoso')).toMatchObject({
      domain: 'contoso.example',
      sold: 20,
      assigned: 12,
      usagePercent: 10,
      stale: false,
      products: expect.arrayContaining([{ sku: E3, family: 'office365', sold: 20, assigned: 12, active: 2 }]),
    });
  }
  const rows = await all(readRows('portfolios', shown, { line: 0 }));
  expect(rows.map(({ line }) => line)).toEqual([0, 1, 2, 3, 4]);
  const contoso = rows.find(({ row }) => row.customerId === 'contoso')?.row;
  expect(contoso?.findings.find(({ id }) => id === 'support-load')?.evidence).toEqual({
    howToCases: 8,
    assignedPeople: 12,
    casesPer100People: 66.7,
    usualPer100People: 10,
  });
  expect(rows.flatMap(({ row }) => row.findings.map(({ id }) => id))).toEqual(
    expect.arrayContaining(['falling-usage', 'idle-seats', 'low-deployment', 'low-usage', 'renewal-at-risk']),
  );
});

test('reads what imports replaced', async () => {
  const schemas = { coverage, 'seat-totals': seatTotals, subscriptions: subscriptionLists };
  const kept = objectsBefore.filter(({ key }) => key.startsWith('replaced/')).map(({ key }) => key.split('/'));
  const read = await all(
    (async function* () {
      for (const [, customerId = '', importId = '', what = '', file = ''] of kept) {
        const opened = keptIn('uploads', { customerId, importId });
        const name = `${what}/${file.replace('.json.gz', '')}`;
        if (what === 'users')
          yield [what, (await opened.readUsers(`replaced/${customerId}/${importId}/${what}/${file}`)).length];
        else if (what in schemas)
          yield [what, schemas[what as keyof typeof schemas].safeParse(await opened.read(name)).success];
        else yield [what, typeof (await opened.read(name))];
      }
    })(),
  );
  expect(Object.fromEntries(read)).toEqual({
    'assignment-list': 'object',
    coverage: true,
    'seat-totals': true,
    subscriptions: true,
    users: expect.any(Number),
  });
});

test('reads how users are named, and names them so', async () => {
  expect(await findUserNames(tables.licensing)).toBe('own');
  expect((await userNamesOf(tables.licensing, '')()).arePseudonyms).toBe(false);
});

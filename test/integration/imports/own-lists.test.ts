import { afterAll, beforeAll, expect, test } from 'vitest';
import { listEntries } from '../../../lib/audit/list-entries.ts';
import { changeCustomer, listMembers, readCustomer } from '../../../lib/customers/customer-table.ts';
import { putPartner } from '../../../lib/customers/keep-partner.ts';
import { readSubscriptions } from '../../../lib/licensing/subscriptions-table.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { type Imports, startImports } from './imports-under-test.ts';

/** Every step stops as soon as it may. */
const NO_TIME = 1e-9;
const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const EXCHANGE = '4b9405b0-7788-4568-add1-99614e613b69';
const TENANT = '6f1d2f4e-0c5b-4a36-9d0a-3d6a52a0c101';
const DAY = '2026-03-02';

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(NO_TIME);
  for (const partnerId of ['acme', 'fabrikam', 'tailspin'])
    await putPartner(
      imports.tables.licensing,
      { partnerId, name: partnerId, tenantIds: [], recipients: [] },
      new Date('2026-01-01T00:00:00Z'),
    );
});
afterAll(() => imports.stop());

const storeCustomer = (customerId: string, more: object = {}, ...partners: string[]) =>
  changeCustomer(imports.tables.licensing, customerId, () => ({
    customerId,
    name: customerId,
    ...more,
    partners: Object.fromEntries(partners.map((id) => [id, { since: '2020-01-01' }])),
  }));
const csv = (...lines: string[]) => `${lines.join('\n')}\n`;
const run = async (body: object, file: string, caller = partnerUser('acme')) =>
  imports.run(await imports.hand(body, file, caller));
const listsOf = async (customerId: string) => {
  const { lists } = await readSubscriptions(imports.tables.licensing, customerId);
  return Object.fromEntries(
    Object.entries(lists).map(([seller, { day, subscriptions }]) => [
      seller,
      { day, lines: subscriptions.map(({ id, sku, quantity, state }) => [id, sku, quantity, state]) },
    ]),
  );
};

test('a list of one customer replaces the own list whole, and can be undone', async () => {
  await storeCustomer('one', {}, 'acme', 'fabrikam');
  const fabrikams = csv('id,sku,quantity', 'f-1,ENTERPRISEPACK,4');
  await run({ kind: 'subscriptions', customerId: 'one' }, fabrikams, partnerUser('fabrikam'));
  const first = csv('id,sku,quantity,state', 's-1,ENTERPRISEPACK,10,active', 's-2,Exchange Online (Plan 1),5,grace');
  expect(await run({ kind: 'subscriptions', customerId: 'one' }, first)).toMatchObject({
    status: 'complete',
    rows: 2,
    counts: { subscriptions: 2 },
    errorCount: 0,
    warnings: [],
    canUndo: true,
    putsBack: { subscriptions: 0 },
  });
  const own = {
    day: DAY,
    lines: [
      ['s-1', E3, 10, 'active'],
      ['s-2', EXCHANGE, 5, 'grace'],
    ],
  };
  const fabrikam = { day: DAY, lines: [['f-1', E3, 4, 'active']] };
  expect(await listsOf('one')).toEqual({ acme: own, fabrikam });

  const second = csv('id;sku;quantity;customer', 's-1;ENTERPRISEPACK;12;one', 's-3;EXCHANGESTANDARD;5;');
  const id = await imports.hand({ kind: 'subscriptions', customerId: 'one' }, second, partnerUser('acme'));
  expect(await imports.run(id)).toMatchObject({ status: 'complete', canUndo: true, putsBack: { subscriptions: 2 } });
  expect(await listsOf('one')).toEqual({
    acme: {
      day: DAY,
      lines: [
        ['s-1', E3, 12, 'active'],
        ['s-3', EXCHANGE, 5, 'active'],
      ],
    },
    fabrikam,
  });
  await imports.requestUndo(id, partnerUser('acme'));
  for (const message of await imports.queue.take()) await imports.deliver(message);
  expect((await imports.progress(id)).undo).toMatchObject({ status: 'done' });
  expect(await listsOf('one')).toEqual({ acme: own, fabrikam });
});

test('a list of several customers replaces the list of each that it names, and of no other', async () => {
  await storeCustomer('several-a', { externalIds: { entraTenantId: TENANT.toUpperCase() } }, 'acme');
  await storeCustomer('several-b', { domain: 'b.example' }, 'acme');
  await storeCustomer('several-c', {}, 'acme');
  const all = ['several-a', 'several-b', 'several-c'].map((id, at) => `x-${at},ENTERPRISEPACK,${at + 1},${id}`);
  await run({ kind: 'subscriptions' }, csv('id,sku,quantity,customer', ...all));
  const file = csv('id,sku,quantity,customer', `s-1,ENTERPRISEPACK,10,${TENANT}`, 's-1,EXCHANGESTANDARD,5,B.Example');
  const answer = await run({ kind: 'subscriptions' }, file);
  expect(answer).toMatchObject({
    status: 'complete',
    counts: { subscriptions: 2, customers: 2 },
    errors: [],
    canUndo: false,
  });
  expect(await listsOf('several-a')).toEqual({ acme: { day: DAY, lines: [['s-1', E3, 10, 'active']] } });
  expect(await listsOf('several-b')).toEqual({ acme: { day: DAY, lines: [['s-1', EXCHANGE, 5, 'active']] } });
  expect(await listsOf('several-c')).toEqual({ acme: { day: DAY, lines: [['x-2', E3, 3, 'active']] } });
});

test('a file of which one line cannot be taken stores nothing, and names each such line', async () => {
  await storeCustomer('strict', { domain: 'twice.example' }, 'acme');
  await storeCustomer('strict-too', { domain: 'twice.example' }, 'acme');
  await storeCustomer('foreign', {}, 'tailspin');
  const file = csv(
    'id,sku,quantity,customer',
    's-1,ENTERPRISEPACK,1,strict',
    's-1,ENTERPRISEPACK,2,strict',
    's-2,ENTERPRISEPACK,none,strict',
    's-3,ENTERPRISEPACK,4,foreign',
    's-4,ENTERPRISEPACK,5,twice.example',
    's-5,ENTERPRISEPACK,6,',
  );
  const answer = await run({ kind: 'subscriptions' }, file);
  expect(answer).toMatchObject({ status: 'failed', rows: 6, errorCount: 6 });
  expect(answer.errors.map(({ line, code }) => [line, code])).toEqual([
    [null, 'bad_rows'],
    [4, 'bad_cell'],
    [5, 'unknown_customer'],
    [6, 'ambiguous_customer'],
    [7, 'empty_column'],
    [3, 'duplicate_subscription'],
  ]);
  expect(await listsOf('strict')).toEqual({});
  const ofOther = await run(
    { kind: 'subscriptions', customerId: 'strict' },
    csv('id,sku,quantity,customer', 'a,E3,1,x'),
  );
  expect(ofOther.errors.map(({ code }) => code)).toEqual(['bad_rows', 'other_customer']);
  const nobodys = await run({ kind: 'subscriptions' }, csv('id,sku,quantity', 'a,ENTERPRISEPACK,1'));
  expect(nobodys.errors).toMatchObject([{ code: 'customer_needed' }]);
  const empty = await run({ kind: 'subscriptions', customerId: 'strict' }, csv('id,sku,quantity'));
  expect(empty.errors).toMatchObject([{ code: 'empty_file' }]);
});

test('unknown products are told and can be mapped; a list that ends much, or is older, is refused by customer', async () => {
  await storeCustomer('judged', {}, 'acme');
  const many = csv('id,sku,quantity,customer', 's-1,ENTERPRISEPACK,20,judged', 's-2,Mailboxes of CSV,7,judged');
  const answer = await run({ kind: 'subscriptions' }, many);
  expect(answer).toMatchObject({ status: 'complete', counts: { subscriptions: 1 } });
  expect(answer.seatsNotCounted).toEqual([{ name: 'Mailboxes of CSV', reason: 'unknown', sold: 7, assigned: null }]);
  const few = csv('id,sku,quantity,customer', 's-1,ENTERPRISEPACK,13,judged');
  expect(await run({ kind: 'subscriptions' }, few)).toMatchObject({
    status: 'failed',
    counts: { storedSeats: 20, keptSeats: 13 },
    errors: [{ code: 'shrinks_too_much', message: expect.stringMatching(/^Customer "judged": /u) }],
  });
  const older = await run({ kind: 'subscriptions', day: '2026-03-01', allowShrink: true }, few);
  expect(older.errors).toMatchObject([{ code: 'older_than_stored' }]);
  expect(await run({ kind: 'subscriptions', allowShrink: true }, few)).toMatchObject({ status: 'complete' });
  expect(await listsOf('judged')).toEqual({ acme: { day: DAY, lines: [['s-1', E3, 13, 'active']] } });
});

test('lists of more customers than one step stores are all stored, each delivery twice at once', {
  timeout: 60_000,
}, async () => {
  const ids = Array.from({ length: 30 }, (_, at) => `crowd-${at}`);
  await Promise.all(ids.map((id) => storeCustomer(id, {}, 'tailspin')));
  const file = csv('id,sku,quantity,customer', ...ids.map((id, at) => `s-1,ENTERPRISEPACK,${at + 1},${id}`));
  const id = await imports.hand({ kind: 'subscriptions' }, file, partnerUser('tailspin'));
  expect(await imports.runTwice(id)).toBeGreaterThanOrEqual(2);
  expect(await imports.progress(id)).toMatchObject({
    status: 'complete',
    counts: { customers: 30, subscriptions: 30 },
  });
  expect(await listsOf('crowd-29')).toEqual({ tailspin: { day: DAY, lines: [['s-1', E3, 30, 'active']] } });
});

const recordedOf = async (customerId: string) => {
  const { entries } = await listEntries(imports.tables.jobs, { target: customerId }, { limit: 50, now: new Date() });
  return entries;
};

test('a list of customers creates and changes them, recorded, and leaves the others', async () => {
  await storeCustomer(
    'kept',
    { domain: 'kept.example', externalIds: { crm: '7', entraTenantId: 'old' } },
    'acme',
    'fabrikam',
  );
  await storeCustomer('left-alone', {}, 'acme');
  const file = csv('id,name,tenant_id,partners', `kept,Kept Ltd,${TENANT},acme`, 'brand-new,Brand New,,acme fabrikam');
  const answer = await run({ kind: 'customers' }, file, operator);

  expect(answer).toMatchObject({ status: 'complete', rows: 2, counts: { customers: 2 }, errors: [], canUndo: false });
  const { licensing } = imports.tables;
  expect(await readCustomer(licensing, 'kept')).toEqual({
    customerId: 'kept',
    name: 'Kept Ltd',
    domain: 'kept.example',
    externalIds: { crm: '7', entraTenantId: TENANT },
    partners: { acme: { since: '2020-01-01' } },
  });
  expect(await readCustomer(licensing, 'brand-new')).toEqual({
    customerId: 'brand-new',
    name: 'Brand New',
    partners: { acme: { since: DAY }, fabrikam: { since: DAY } },
  });
  expect(await readCustomer(licensing, 'left-alone')).toMatchObject({ name: 'left-alone' });
  expect((await listMembers(licensing, 'fabrikam', 500)).ids).not.toContain('kept');
  expect(await recordedOf('brand-new')).toMatchObject([
    { action: 'customer.put', subject: 'olga', portfolio: '~operator', outcome: 'done' },
  ]);
  // The same file again changes nothing, and records nothing.
  await run({ kind: 'customers' }, file, operator);
  expect(await recordedOf('brand-new')).toHaveLength(1);
  expect(await recordedOf('kept')).toHaveLength(1);
});

test.each([
  ['before the step comes to the customer', { operation: 'GetItem', table: 'Licensing' }],
  ['between reading it and writing it', { operation: 'PutItem', table: 'Jobs' }],
] as const)(
  'what is put while a step goes on is kept, where the file has no column for it: %s',
  async (when, match) => {
    const [id, other] = [`put-${match.table}`.toLowerCase(), `next-${match.table}`.toLowerCase()];
    for (const one of [id, other])
      await storeCustomer(one, { domain: 'old.example', externalIds: { crm: '7' } }, 'acme');
    const { licensing } = imports.tables;
    const later = { customerId: id, name: 'By hand', domain: 'new.example', partners: { fabrikam: { since: DAY } } };
    // From the first read of all customers on.
    imports.tables.faults.before({ operation: 'BatchGetItem' }, () =>
      imports.tables.faults.before(match, () => changeCustomer(licensing, id, () => later)),
    );
    const file = csv('id,name', `${id},By the file`, `${other},By the file`);
    expect(await run({ kind: 'customers' }, file, operator)).toMatchObject({ status: 'complete' });
    imports.tables.faults.clear();
    expect([when, await readCustomer(licensing, id)]).toEqual([when, { ...later, name: 'By the file' }]);
    expect(await readCustomer(licensing, other)).toMatchObject({ name: 'By the file', domain: 'old.example' });
  },
);

test('unknown partners, and customers named twice, are errors of their lines, and nothing is stored', async () => {
  const file = csv('id,name,partners', 'refused-a,A,acme', 'refused-b,B,nobody acme', 'refused-a,A again,acme');
  const answer = await run({ kind: 'customers' }, file, operator);
  expect(answer.errors.map(({ line, code }) => [line, code])).toEqual([
    [null, 'bad_rows'],
    [4, 'duplicate_customer'],
    [3, 'unknown_partner'],
  ]);
  expect(await readCustomer(imports.tables.licensing, 'refused-a')).toBeUndefined();
});

test('a list by which partners would lose many customers is refused, unless the request allows it', async () => {
  const ids = Array.from({ length: 25 }, (_, at) => `linked-${at}`);
  const all = csv('id,name,partners', ...ids.map((id) => `${id},${id},tailspin`));
  expect(await run({ kind: 'customers' }, all, operator)).toMatchObject({
    status: 'complete',
    counts: { customers: 25 },
  });
  const none = csv('id,name,partners', ...ids.map((id) => `${id},${id},`));
  expect((await run({ kind: 'customers' }, none, operator)).errors).toMatchObject([{ code: 'shrinks_too_much' }]);
  expect(await readCustomer(imports.tables.licensing, 'linked-24')).toMatchObject({
    partners: { tailspin: { since: DAY } },
  });
});

test('a list of customers is for operators who act for all', async () => {
  const asked = await imports.request({ kind: 'customers' }, partnerUser('acme'));
  expect(asked).toMatchObject({ status: 403, body: { code: 'operator_needed' } });
  expect(await imports.request({ kind: 'customers' }, operator, 'acme')).toMatchObject({ status: 403 });
  const ofOne = await imports.request({ kind: 'customers', customerId: 'left-alone' }, operator);
  expect(ofOne).toMatchObject({ status: 400, body: { code: 'customer_not_needed' } });
  expect(await imports.request({ kind: 'subscriptions' }, operator)).toMatchObject({
    status: 400,
    body: { code: 'partner_needed' },
  });
});

import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { AuthorizerContext } from '../../../lib/access/caller.ts';
import { changeCustomer } from '../../../lib/customers/customer-table.ts';
import { changePartner } from '../../../lib/customers/partner-table.ts';
import { queryItems } from '../../../lib/storage/query-pages.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { hitEveryCall } from '../../fixtures/every-call.ts';
import { csvOf, user } from '../../fixtures/imports/active-user-detail.ts';
import { activeUser, activityFile } from '../../fixtures/imports/activity-reports.ts';
import { usageFile } from '../../fixtures/imports/dynamics-usage.ts';
import { partnerCenterAnswer, soldSubscription } from '../../fixtures/imports/partner-center-subscriptions.ts';
import { E3, M365_E5, skusAnswer, subscribedSku } from '../../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, usersAnswer } from '../../fixtures/imports/users.ts';
import { keepItems } from '../../fixtures/keep-items.ts';
import { type Imports, startImports, uploadedEvent } from './imports-under-test.ts';

/** Every step stops as soon as it may. */
const NO_TIME = 1e-9;
const START = new Date('2026-03-02T10:00:00Z');

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(NO_TIME);
  const alpine = { partnerId: 'alpine', name: 'Alpine', tenantIds: [], recipients: [] };
  await changePartner(imports.tables.licensing, 'alpine', () => alpine);
});
afterAll(() => imports.stop());
beforeEach(() => vi.setSystemTime(START));

let customers = 0;
/** A customer of the partner `alpine` of whom nothing is known. */
const freshCustomer = async (): Promise<string> => {
  customers += 1;
  const customerId = `hit-${String(customers).padStart(6, '0')}`;
  await changeCustomer(imports.tables.licensing, customerId, () => ({
    customerId,
    name: 'Hit',
    domain: 'contoso.com',
    externalIds: { entraTenantId: `${customerId}-tenant` },
    partners: { alpine: { since: '2020-01-01' } },
  }));
  return customerId;
};

/** All that is stored of a customer, with one name for every customer and import, and without revisions. */
const storedOf = async (customerId: string, importId?: string): Promise<unknown> => {
  const items: Record<string, unknown>[] = [];
  for (const [table, key, value] of [
    [imports.tables.licensing, 'owner', `customer#${customerId}`],
    [imports.tables.activity, 'customerId', customerId],
  ] as const)
    for await (const { revision: _, ...item } of queryItems(table, {
      KeyConditionExpression: '#key = :value',
      ExpressionAttributeNames: { '#key': key },
      ExpressionAttributeValues: { ':value': value },
      ConsistentRead: true,
    }))
      items.push(item);
  // The directory's shard follows from the id.
  const text = JSON.stringify(items)
    .replaceAll(customerId, 'customer')
    .replace(/"customer#\d\d"/gu, '"shard"');
  // What is kept for an undo lies under a hash of it, and names the import.
  return JSON.parse(importId ? text.replaceAll(importId, 'import').replace(/[0-9a-f]{64}/gu, 'hash') : text);
};

interface File {
  readonly kind: string;
  readonly textOf: (customerId: string) => string;
  readonly caller?: AuthorizerContext;
  readonly more?: object;
  /** Whether the file itself names its customers. */
  readonly isOfNobody?: boolean;
}

const FILES: readonly File[] = [
  {
    kind: 'graph.office365ActiveUserDetail',
    textOf: () => csvOf([user('ada', { 'Exchange Last Activity Date': '2026-03-01' }), user('bob')]),
  },
  { kind: 'graph.teamsUserActivityUserDetail', textOf: () => activityFile('teams', [activeUser('ada', '2026-03-01')]) },
  {
    kind: 'graph.users',
    textOf: () => JSON.stringify(usersAnswer([graphUser('ada', [assignment({ skuId: E3 })]), graphUser('bob', [])])),
  },
  { kind: 'graph.subscribedSkus', textOf: () => JSON.stringify(skusAnswer([subscribedSku({ skuId: M365_E5 })])) },
  {
    kind: 'partnerCenter.subscriptions',
    textOf: () => JSON.stringify(partnerCenterAnswer([soldSubscription('one')])),
    caller: partnerUser('alpine'),
  },
  {
    kind: 'partnerCenter.dynamicsUsage',
    textOf: (customerId) => usageFile([{ CustomerTenantId: `${customerId}-tenant` }]),
    caller: partnerUser('alpine'),
    isOfNobody: true,
  },
  {
    kind: 'seats',
    more: { preset: 'generic' },
    textOf: () => 'user,product,assigned_on,last_active_on\nada@contoso.com,chatgpt-enterprise,2026-01-02,2026-02-28\n',
  },
  { kind: 'identities', textOf: () => 'alias,user_id\nocto-ada,ada@contoso.com\n' },
  {
    kind: 'customers',
    isOfNobody: true,
    textOf: (customerId) => `id,name,domain,partners\n${customerId},Renamed,contoso.example,alpine\n`,
  },
];

const handIn = async (
  customerId: string,
  { kind, textOf, caller = operator, more, isOfNobody = false }: File,
): Promise<string> =>
  imports.hand({ kind, ...more, ...(isOfNobody ? {} : { customerId }) }, textOf(customerId), caller);

/** Delivers a message and what follows from it; `fails` is told of those that were not taken. */
const deliverAll = async (first: unknown, fails: (message: unknown) => void): Promise<void> => {
  for (let messages = [first]; messages.length > 0; messages = await imports.queue.take())
    for (const message of messages) if (!(await imports.deliver(message))) fails(message);
};
const refuse = (message: unknown): never => {
  throw new Error(`A message was not taken: ${JSON.stringify(message)}`);
};

const hitDeliveries = (first: unknown) => {
  const undelivered: unknown[] = [];
  return {
    run: () => deliverAll(first, (message) => undelivered.push(message)),
    // What a killed function was told comes again, also where it had come to its end.
    finish: async () => {
      for (const message of [first, ...undelivered]) await deliverAll(message, refuse);
    },
  };
};

test.each(FILES)(
  'an import of $kind that loses an answer or is killed at any call stores what one that is not does',
  { timeout: 240_000 },
  async (file) => {
    const plain = await freshCustomer();
    const plainId = await handIn(plain, file);
    const expected = await imports.run(plainId);
    expect(expected.status).toBe('complete');
    const stored = await storedOf(plain, plainId);
    const prepare = async () => {
      const customerId = await freshCustomer();
      const id = await handIn(customerId, file);
      const { run, finish } = hitDeliveries(uploadedEvent(id));
      const check = async () => {
        await finish();
        const { status, counts, errors, warnings } = await imports.progress(id);
        expect({ status, counts, errors, warnings }).toMatchObject({
          status: 'complete',
          counts: expected.counts,
          errors: expected.errors,
          warnings: expected.warnings,
        });
        expect(await storedOf(customerId, id)).toEqual(stored);
      };
      return { run, check };
    };
    const faults = [imports.faults, imports.tables.faults];
    expect(await hitEveryCall({ faults, prepare })).toBeGreaterThan(5);
  },
);

test('an undo that loses an answer or is killed at any call puts back what was before', {
  timeout: 240_000,
}, async () => {
  const [before, after] = ['ada', 'bob'].map((name) => ({
    kind: 'graph.users',
    textOf: () => JSON.stringify(usersAnswer([graphUser(name, [assignment({ skuId: E3 })])])),
  }));
  if (!before || !after) throw new Error('There are two files');
  const customerId = await freshCustomer();
  await imports.run(await handIn(customerId, before));
  const stored = await storedOf(customerId);
  const id = await handIn(customerId, after);
  expect((await imports.run(id)).status).toBe('complete');
  const { licensing, activity, jobs } = imports.tables;
  const putBack = await keepItems([
    [licensing, `customer#${customerId}`],
    [activity, customerId],
    [jobs, `import#${id}`],
  ]);
  const prepare = async () => {
    await putBack();
    expect(await storedOf(customerId)).not.toEqual(stored);
    await imports.requestUndo(id);
    const [message] = await imports.queue.take();
    const { run, finish } = hitDeliveries(message);
    const check = async () => {
      await finish();
      expect((await imports.progress(id)).undo).toMatchObject({ status: 'done' });
      expect(await storedOf(customerId)).toEqual(stored);
    };
    return { run, check };
  };
  expect(await hitEveryCall({ faults: [imports.faults, imports.tables.faults], prepare })).toBeGreaterThan(5);
});

import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeCustomer, listMembers, readCustomer } from '../../../lib/customers/customer-table.ts';
import { readPartner } from '../../../lib/customers/partner-table.ts';
import { putCustomer } from '../../../lib/portfolio/put-customer.ts';
import { mayStillRead } from '../../../lib/portfolio/still-readable.ts';
import type { Table } from '../../../lib/storage/table.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { type Manage, portfoliosIn, startManaging } from './manage.ts';

let manage: Manage;
beforeAll(async () => {
  manage = await startManaging();
  await manage.createPartners('northwind', 'alpine', 'empty');
});
afterAll(() => manage.stop());

const memberIds = async (partnerId: string) => (await listMembers(manage.tables.licensing, partnerId, 1000)).ids;

test('unlinking ends reading at once, bars what was made before, and has the portfolio published', async () => {
  await manage.putCustomer('leaving', ['northwind', 'alpine']);
  await manage.publishes.take();
  const before = new Date().toISOString();
  await manage.putCustomer('leaving', ['alpine']);
  const caller = partnerUser('northwind');
  const path = { id: 'leaving' };
  expect(await manage.call('GET /v1/customers/{id}/subscriptions', { path, caller })).toMatchObject({
    status: 404,
    body: { code: 'unknown_customer' },
  });
  expect(await memberIds('northwind')).not.toContain('leaving');
  const [left, stayed] = [
    await readPartner(manage.tables.licensing, 'northwind'),
    await readPartner(manage.tables.licensing, 'alpine'),
  ];
  expect(left?.unlinking).toBeUndefined();
  expect(mayStillRead(left, before)).toBe(false);
  expect(mayStillRead(left, new Date(Date.now() + 1000).toISOString())).toBe(true);
  expect(mayStillRead(stayed, before)).toBe(true);
  expect(portfoliosIn(await manage.publishes.take(5))).toEqual(['northwind']);
});

/** The table, with something done before each call. */
const watched = (before: (command: unknown) => Promise<unknown>): Table => {
  const { licensing } = manage.tables;
  const client = new Proxy(licensing.client, {
    get: (target, name) => {
      if (name !== 'send') return Reflect.get(target, name);
      return async (command: Parameters<typeof target.send>[0]) => {
        await before(command);
        return target.send(command);
      };
    },
  });
  return { ...licensing, client };
};

test.each([
  { stopsAfter: 'the announcement', attribute: 'unlinking', stillLinked: true },
  { stopsAfter: 'the profile', attribute: 'customerId', stillLinked: false },
])(
  'an unlinking that stops after $stopsAfter bars whatever was made of the portfolio meanwhile',
  async ({ attribute, stillLinked }) => {
    const { licensing } = manage.tables;
    const partnerId = `stopped-${attribute}`;
    await manage.createPartners(partnerId);
    await manage.putCustomer('stuck', [partnerId]);
    let written = false;
    const broken = watched(async (command) => {
      if (written) throw new Error('the power went');
      written = command instanceof PutCommand && Object.hasOwn(command.input.Item ?? {}, attribute);
    });
    const context = {
      licensing: broken,
      publishQueueUrl: process.env.PUBLISH_QUEUE_URL ?? '',
      today: '2026-03-02',
      asOf: '2026-03-01',
    };
    await expect(putCustomer(context, 'stuck', () => ({ name: 'Stuck', partners: [] }))).rejects.toThrow(
      'the power went',
    );
    const partner = await readPartner(licensing, partnerId);
    const [meanwhile, afterwards] = [10_000, 60_000].map((ahead) => new Date(Date.now() + ahead).toISOString());
    expect(mayStillRead(partner, meanwhile ?? '')).toBe(false);
    expect(mayStillRead(partner, afterwards ?? '')).toBe(true);
    const profile = await readCustomer(licensing, 'stuck');
    expect(Object.keys(profile?.partners ?? {})).toEqual(stillLinked ? [partnerId] : []);
    expect((await manage.putCustomer('stuck', [])).status).toBe(200);
    expect(await readCustomer(licensing, 'stuck')).toMatchObject({ partners: {} });
  },
);

test('a customer that is linked again while it is being unlinked stays on the list of members', async () => {
  const { licensing } = manage.tables;
  const write = (table: Table, partners: Record<string, { since: string }>) =>
    changeCustomer(table, 'again', () => ({ customerId: 'again', name: 'Again', partners }));
  const linked = { empty: { since: '2026-01-01' } };
  await write(licensing, linked);
  const interrupted = watched(async (command) => {
    if (command instanceof DeleteCommand) await write(licensing, linked);
  });
  await write(interrupted, {});
  expect(await readCustomer(licensing, 'again')).toMatchObject({ partners: linked });
  expect(await memberIds('empty')).toEqual(['again']);
});

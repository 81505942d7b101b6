import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import type { CallMatch } from '../../../infra/local/gate/gate.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { pseudonymsBy } from '../../../lib/values/user-names.ts';
import { operator } from '../../fixtures/api-event.ts';
import { csvOf, user } from '../../fixtures/imports/active-user-detail.ts';
import { csvText } from '../../fixtures/imports/csv.ts';
import { CONTOSO_TENANT, usageFile } from '../../fixtures/imports/dynamics-usage.ts';
import { partnerCenterAnswer, soldSubscription } from '../../fixtures/imports/partner-center-subscriptions.ts';
import { E3, skusAnswer, subscribedSku } from '../../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, usersAnswer } from '../../fixtures/imports/users.ts';
import type { Product } from './product.ts';

const SLOW = 120_000;
const START = '2026-03-02T10:00:00.000Z';
const names = pseudonymsBy('another key of at least 32 characters');
const ADA = names.of('ada.lovelace@contoso.com');
/** What no table and no bucket may hold: what stands before the @ of everybody's address, and what else names people. */
const CLEAR = ['lovelace', 'turing', 'hopper', 'hamilton', 'dijkstra', 'knuth', 'noether', 'babbage', 'curie'];

let product: Product;
const start = async (pseudonymizeUsers: boolean) => {
  vi.resetModules(); // functions and clients read their environment when they are loaded
  const { startProduct } = await import('./product.ts');
  product = await startProduct(START, 60, { pseudonymizeUsers });
  const body = { name: 'Northwind' };
  await product.call('PUT /v1/partners/{id}', { path: { id: 'northwind' }, body });
  for (const [id, tenant] of [
    ['contoso', CONTOSO_TENANT],
    ['fabrikam', 'fabrikam.example'],
  ] as const)
    await product.call('PUT /v1/customers/{id}', {
      path: { id },
      body: { name: id, partners: ['northwind'], externalIds: { tenant } },
    });
};
afterEach(() => product.stop());

const drain = () => product.drain(undefined, ['runs', 'recalculations', 'publishes', 'exports', 'imports']);

interface Told {
  readonly status: string;
  readonly counts: object;
  readonly errors: readonly { readonly line: number | null; readonly code: string; readonly message: string }[];
  readonly warnings: readonly { readonly code: string; readonly count: number }[];
}

const requestImport = async (kind: string, more: object) => {
  const wanted = { kind, allowShrink: true, allowOtherTenant: true, ...more };
  const caller = { ...operator };
  const query = { partner: 'northwind' };
  const { body } = await product.call('POST /v1/imports', { body: wanted, caller, query });
  return body as { id: string; upload: { url: string; fields: Record<string, string> } }; // the 201 of this operation
};
const told = async (id: string) => (await product.call('GET /v1/imports/{id}', { path: { id } })).body as Told; // its 200
const hand = async (kind: string, file: string, more: object = { customerId: 'contoso' }): Promise<Told> => {
  vi.setSystemTime(Date.now() + 1000);
  const { id, upload } = await requestImport(kind, more);
  await product.post(upload, file);
  await drain();
  return told(id);
};

const event = (userId: string, workload: string, day = '2026-03-01', customerId = 'contoso') => ({
  customerId,
  userId,
  workload,
  occurredAt: `${day}T09:00:00Z`,
});
const change = (userId: string, kind: 'assigned' | 'unassigned', on = '2026-01-05') => ({
  userId,
  sku: E3,
  change: kind,
  on,
});

/** The same words in both modes, by every way that users come in: people in several spellings, and files that are not well. */
const tell = async (): Promise<Told[]> => {
  const { call } = product;
  const files = [
    await hand('graph.subscribedSkus', JSON.stringify(skusAnswer([subscribedSku({ skuId: E3 })]))),
    await hand(
      'graph.users',
      JSON.stringify(
        usersAnswer([
          ...['Ada.Lovelace', 'alan.turing', 'grace.hopper'].map((name) => graphUser(name, [assignment()])),
          graphUser('margaret.hamilton', []),
          { userPrincipalName: 'emmy.noether@contoso.com', assignedLicenses: 'emmy noether' },
        ]),
      ),
    ),
  ];
  await call('POST /v1/activity', {
    body: {
      events: [
        event(' ADA.lovelace@Contoso.com', 'teams'),
        event('ada.lovelace@contoso.com', 'exchange', '2026-02-20'),
        event('alan.turing@contoso.com', 'teams', '2026-02-26'),
        event('Lovelace-at-GitHub', 'teams', '2026-02-10'),
        event('turing-at-github', 'exchange', '2026-02-11'),
        event('margaret.hamilton@contoso.com', 'teams'),
        event('Edsger Dijkstra', 'teams'),
        event('edsger dijkstra', 'exchange', '2026-02-03', 'fabrikam'),
      ],
      coverage: [
        { customerId: 'contoso', workloads: ['teams', 'exchange'], from: '2026-02-01', through: '2026-03-01' },
      ],
    },
  });
  await call('POST /v1/customers/{id}/assignments', {
    path: { id: 'contoso' },
    body: {
      changes: [
        change('Margaret.Hamilton@contoso.com', 'assigned'),
        change('GRACE.hopper@contoso.com', 'unassigned', '2026-03-01'),
      ],
    },
  });
  await call('POST /v1/customers/{id}/identities', {
    path: { id: 'contoso' },
    body: { identities: [{ alias: 'LOVELACE-at-github', userId: 'Ada.Lovelace@contoso.com' }] },
  });
  const rows = [
    user('ada.lovelace', { 'Teams Last Activity Date': '2026-02-28' }),
    user('Alan.Turing'),
    user('margaret.hamilton', { 'Assigned Products': 'OFFICE 365 E3+donald.knuth@contoso.com' }),
    user('grace.hopper', { 'Is Deleted': 'emmy.noether@contoso.com' }),
    user('grace.hopper', { 'Exchange Last Activity Date': 'charles.babbage@contoso.com' }),
    user('77e5979dd60ba6eaa53e814dbeeefa5f', { 'User Principal Name': '77E5979DD60BA6EAA53E814DBEEEFA5F' }),
    user('charles.babbage', { 'Exchange Last Activity Date': '', 'Assigned Products': '' }),
  ];
  files.push(
    await hand('graph.office365ActiveUserDetail', csvOf(rows)),
    await hand(
      'graph.teamsUserActivityUserDetail',
      csvText(
        ['Report Refresh Date', 'User Principal Name', 'Last Activity Date', 'Is Deleted', 'Team Chat Message Count'],
        [['2026-03-01', 'alan.turing@contoso.com', '2026-02-25', 'False', '1']],
      ),
    ),
    await hand('partnerCenter.subscriptions', JSON.stringify(partnerCenterAnswer([soldSubscription('s1')]))),
    await hand('partnerCenter.dynamicsUsage', usageFile([{}]), {}),
    await hand('graph.users', '{"value":[{"userPrincipalName":marie.curie@contoso.com}]}'),
    await hand('graph.users', csvOf([user('marie.curie')])),
    await hand('graph.office365ActiveUserDetail', 'marie.curie@contoso.com,charles.babbage@contoso.com\n1,2\n'),
    await hand('graph.users', JSON.stringify({ 'marie.curie@contoso.com': [{ licence: 'E3' }] })),
    await hand('identities', 'alias,user_id\nTuring-at-GitHub,alan.turing@contoso.com\n'),
  );
  await call('POST /v1/recalculations', { body: {} });
  await drain();
  await call('POST /v1/exports', { body: { reports: ['deployment', 'usage'] } });
  await drain();
  return files;
};

/** All that is told of people in figures. */
const figures = async () => {
  const { call } = product;
  const insights = [];
  for (const id of ['contoso', 'fabrikam'])
    insights.push((await call('GET /v1/customers/{id}/insights', { path: { id } })).body);
  const snapshots = (await product.scan())
    .filter(({ table, item }) => table === 'Insights' && item.body instanceof Uint8Array)
    .map(({ item }) => JSON.parse(brotliDecompressSync(item.body as Uint8Array).toString())); // filtered just now
  const exported = (await product.objects()).filter(({ bucket }) => bucket === 'exports');
  return {
    insights,
    portfolio: (await call('GET /v1/portfolio')).body,
    snapshots,
    csv: exported.map(({ bytes }) => Buffer.from(bytes).toString()).sort(),
  };
};

/** Everything that tables and buckets hold, as text in small letters. */
const everything = async (): Promise<string> => {
  const items = (await product.scan()).flatMap(({ item }) =>
    Object.values(item).map((one) =>
      one instanceof Uint8Array ? brotliDecompressSync(one).toString() : JSON.stringify(one),
    ),
  );
  const objects = (await product.objects()).map(
    ({ key, bytes }) => `${key} ${(key.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(bytes)).toString()}`,
  );
  return [...items, ...objects].join('\n').toLowerCase();
};
const clearIn = (text: string) => CLEAR.filter((name) => text.includes(name));
const uploads = async () =>
  (await product.objects()).filter(({ key }) => key.startsWith('imports/')).map(({ key }) => key);

/** The same, without ids that are made up anew each time, and instants. */
const comparable = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gu, 'id')
      .replaceAll(/"catalogVersion":"[^"]+"/gu, '"catalogVersion":""'),
  );

test(
  'pseudonyms change no figure, and neither a table nor a bucket holds a name',
  async () => {
    await start(false);
    const filesByName = await tell();
    const byName = await figures();
    expect(clearIn(await everything())).toEqual(CLEAR);
    await product.stop();

    await start(true);
    const files = await tell();
    const byPseudonym = await figures();
    expect(comparable(byPseudonym)).toEqual(comparable(byName));
    expect(JSON.stringify(byName.snapshots)).toContain('"assigned":3');
    expect(JSON.stringify(byName.snapshots)).toContain('"identities":2');
    // Ada, Alan and Margaret, and Edsger, whom nobody mapped: neither Ada nor Alan once more, by another id.
    expect(byName.insights[0]).toMatchObject({ usage: { activePeople: 4 } });

    expect(clearIn(await everything())).toEqual([]);
    expect(await uploads()).toEqual([]);
    const text = await everything();
    for (const name of ['ada.lovelace', 'alan.turing', 'grace.hopper', 'margaret.hamilton'])
      expect(text).toContain(names.of(`${name}@contoso.com`));
    expect(text).toContain(names.of('edsger dijkstra'));

    const outcome = ({ status, counts, errors, warnings }: Told) => ({
      status,
      counts,
      errors: errors.map(({ line, code }) => [line, code]),
      warnings: warnings.map(({ code, count }) => [code, count]),
    });
    expect(files.map(outcome)).toEqual(filesByName.map(outcome));
    expect(files.map(({ status }) => status).filter((status) => status === 'failed')).toHaveLength(4);
    expect(files[2]?.errors[0]?.message).toContain('may name somebody');
  },
  SLOW,
);

test(
  'a user is erased by the address and by the pseudonym alike, and no file outlives its import',
  async () => {
    await start(true);
    const { call } = product;
    const erase = async (userId: string) => {
      const { body } = await call('DELETE /v1/customers/{id}/users/{userId}', { path: { id: 'contoso', userId } });
      const { id, userHash } = body as { id: string; userHash: string }; // the 202 of this operation
      for (let steps = 0, status = ''; status !== 'done'; steps += 1) {
        if (steps > 20) throw new Error('The erasure goes on for ever');
        await product.deliver({ queue: 'erasures', body: { erasureId: id, waits: 0 } }); // the wait between its sweeps takes no time
        const answer = await call('GET /v1/erasures/{id}', { path: { id } });
        status = (answer.body as { status: string }).status; // the 200 of this operation
      }
      return userHash;
    };
    const post = (userId: string) => call('POST /v1/activity', { body: { events: [event(userId, 'teams')] } });
    const calendars = async () =>
      (await product.scan()).filter(({ table }) => table === 'Activity').map(({ item }) => item.userId);
    await post('ada.lovelace@contoso.com');
    await post(ADA.toUpperCase()); // as it may come back from a spreadsheet
    expect(await calendars()).toEqual([ADA]);
    const hash = await erase('Ada.Lovelace@contoso.com');
    expect(await calendars()).toEqual([]);
    await post('ada.lovelace@contoso.com');
    expect(await erase(ADA)).toBe(hash);
    expect(await calendars()).toEqual([]);

    const { id, upload } = await requestImport('graph.users', { customerId: 'contoso' });
    await product.post(upload, JSON.stringify(usersAnswer([graphUser('ada.lovelace', [assignment()])])));
    expect(await product.giveUp({ importId: id })).toBe(true);
    expect(await uploads()).toEqual([]);
    await drain();
    await product.post(upload, 'ada.lovelace@contoso.com'); // the form is still good
    await drain();
    expect(await uploads()).toEqual([]);

    const again = await requestImport('graph.users', { customerId: 'contoso' });
    await product.post(again.upload, 'ada.lovelace@contoso.com');
    const notDeleted: CallMatch = { service: 's3', operation: 'DeleteObject' };
    product.faults.inject({ ...notDeleted, times: 1, kind: { status: 400, code: 'Broken' } });
    const message = { queue: 'imports', body: { importId: again.id } } as const;
    expect(await product.deliver(message)).toBe(false);
    expect((await told(again.id)).status).toBe('failed');
    expect(await product.deliver(message)).toBe(true);
    expect(await uploads()).toEqual([]);
    await drain();
  },
  SLOW,
);

test(
  'a stage that holds users keeps them as it named them from the first on',
  async () => {
    await start(false);
    const body = { events: [event('ada.lovelace@contoso.com', 'teams')] };
    await product.call('POST /v1/activity', { body });
    const { userNamesOf, findUserNames } = await import('../../../lib/licensing/user-names-table.ts');
    const { licensing } = product.tables;
    const set = (keyArn: string) => userNamesOf(licensing, keyArn)();
    const key = (process.env.ERASURE_KEY_ARN ?? '').replace('erasure-key', 'pseudonym-key');
    expect(await findUserNames(licensing)).toBe('own');
    await expect(set(key)).rejects.toMatchObject({
      status: 500,
      code: 'user_names_changed',
      message: expect.stringContaining('holds users by their own names, and its setting "pseudonymizeUsers" is on'),
    });
    // Of a stage that stored users before it kept a record of how, what is known of them tells.
    await product.tables.licensing.client.send(
      new (await import('@aws-sdk/lib-dynamodb')).DeleteCommand({
        TableName: 'Licensing',
        Key: { owner: 'user-names', record: 'current' },
      }),
    );
    await expect(set(key)).rejects.toMatchObject({ code: 'user_names_changed' });
    expect((await set('')).arePseudonyms).toBe(false);
    await product.stop();

    await start(true);
    await product.call('POST /v1/activity', { body });
    const fresh = await import('../../../lib/licensing/user-names-table.ts');
    const publishing = { publishQueueUrl: 'http://127.0.0.1', reportingLagDays: 1 };
    const stores = {
      ...product.tables,
      ...publishing,
      bucket: 'uploads',
      catalogue: bundledCatalogue,
      storesNoNames: true,
    };
    const setTo = (keyArn: string) => fresh.userNamesOf(stores.licensing, keyArn);
    expect(await fresh.findUserNames(stores.licensing)).toBe('pseudonyms');
    expect((await setTo(key)()).arePseudonyms).toBe(true);
    await expect(setTo('')()).rejects.toThrow('its setting "pseudonymizeUsers" is off');
    await expect(setTo(process.env.ERASURE_KEY_ARN ?? '')()).rejects.toThrow('by pseudonyms of another key');

    const { workOnImport } = await import('../../../lib/imports/steps/work-on-import.ts');
    const { id, upload } = await requestImport('graph.users', { customerId: 'contoso' });
    await product.post(upload, JSON.stringify(usersAnswer([graphUser('ada.lovelace', [assignment()])])));
    const delivery = { importId: id, now: new Date(), clock: () => new Date(), timeIsUp: () => false };
    await workOnImport({ ...stores, userNames: setTo('') }, delivery);
    expect((await told(id)).errors).toMatchObject([{ code: 'user_names_changed' }]);
    expect(clearIn(await everything())).toEqual([]);
  },
  SLOW,
);

import { serialize } from 'node:v8';
import { gzipSync } from 'node:zlib';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';
import { newSession, signOutOf } from '../../../functions/dashboard/session/session.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { listEarlierAccess } from '../../../lib/access/list-earlier-access.ts';
import { accessKey } from '../../../lib/access/read-access.ts';
import { recordSignOut } from '../../../lib/access/sign-out-table.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { beginUnlinking } from '../../../lib/customers/partner-table.ts';
import { recordDownload } from '../../../lib/exports/job/export-download-table.ts';
import { readExport } from '../../../lib/exports/job/export-job-table.ts';
import { listExports } from '../../../lib/exports/job/list-exports.ts';
import { storeUndeliverable } from '../../../lib/exports/job/undeliverable-table.ts';
import { revokeLink } from '../../../lib/exports/links/mailed-link-table.ts';
import { readMails, renewMail } from '../../../lib/exports/mail/export-mail-table.ts';
import { sendLater } from '../../../lib/exports/mail/send-later.ts';
import { listImports, readImport, showUnderway } from '../../../lib/imports/job/import-job-table.ts';
import { querySnapshots, storeSnapshot } from '../../../lib/insights/run/snapshot-table.ts';
import { advanceCoverage } from '../../../lib/licensing/coverage-table.ts';
import { generationKeys } from '../../../lib/portfolio/generation/generation.ts';
import { movePointer } from '../../../lib/portfolio/generation-pointer.ts';
import { putObject } from '../../../lib/storage/object-store.ts';
import { formatDay, parseDay } from '../../../lib/time/day.ts';
import { type ApiAnswer, operator, partnerUser } from '../../fixtures/api-event.ts';
import { csvOf, user } from '../../fixtures/imports/active-user-detail.ts';
import { companySubscription, directoryAnswer } from '../../fixtures/imports/directory-subscriptions.ts';
import { usageFile } from '../../fixtures/imports/dynamics-usage.ts';
import { partnerCenterAnswer, soldSubscription } from '../../fixtures/imports/partner-center-subscriptions.ts';
import { E3, M365_E5, skusAnswer, subscribedSku } from '../../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, licence, TEAMS_PLAN, usersAnswer } from '../../fixtures/imports/users.ts';
import { generationOfContoso } from '../../unit/exports/contoso.ts';
import { customers as bigCustomers } from '../exports/big-portfolio.ts';
import { type Product, type SentMessage, type StoredItem, type StoredObject, startProduct } from './product.ts';
import { keepSources } from './story-of-sources.ts';

const WORKLOADS = ['exchange', 'sharepoint', 'onedrive', 'teams', 'officeapps', 'yammer'];
const ALPINES_TENANT = 'a1b2c3d4-0000-4000-8000-00000000a1b2';
const FABRIKAMS_TENANT = '0c5e7a34-7a52-4b0e-9a0b-3f6d1c2b8e71';
const [ANNA, BO, CY] = ['anna@northwind.example', 'bo@northwind.example', 'cy@northwind.example'];

const LIMITS = { activity: 20, subscriptions: 21, seatTotals: 22, assignments: 23, supportCases: 24 };

/** Of the two products named Microsoft 365 Apps for Business, the one that Fabrikam has seats of. */
const ONE_OF_TWO = 'cdd28e44-67e3-425e-be4c-737fab2899d3';

/** Everything the product stored in a story in which it stores everything it can. */
export interface Story {
  readonly product: Product;
  /** Every state of every item. */
  readonly items: readonly StoredItem[];
  readonly objects: readonly StoredObject[];
  readonly sent: readonly SentMessage[];
  /** What lists gave out to go on by, by list. */
  readonly cursors: Readonly<Record<string, string>>;
}

/** Tells the story, from 2 February to 2 March 2026. */
export const tellStory = async (): Promise<Story> => {
  const product = await startProduct('2026-02-02T10:00:00.000Z');
  const items = new Map<string, StoredItem>();
  const look = async (): Promise<void> => {
    for (const one of await product.scan()) items.set(serialize(one).toString('latin1'), one);
  };
  await nameEverybody(product);
  await enterEarlierAccess(product);
  await keepSources(product, look); // while there is little else to look at
  await feedNorthwind(product, '2026-02-01', 12);
  await recalculate(product);
  const alpine = partnerUser('alpine');
  await orderExport(product, { reports: ['deployment', 'usage'] }, alpine); // of customers of whom nothing is known
  await orderExport(product, { reports: ['deployment', 'usage'], customerId: 'fabrikam' }, alpine);
  await product.drain(look);
  vi.setSystemTime('2026-03-01T10:00:00.000Z');
  await feedNorthwind(product, '2026-02-28', 2);
  await feedNewcomer(product);
  await tellSupportCases(product);
  await mapIdentities(product);
  await recalculate(product);
  vi.setSystemTime('2026-03-02T10:00:00.000Z');
  await look();
  const unnamed = await importFiles(product, look);
  // A feed of what files tell, too.
  await advanceCoverage(product.tables.licensing, 'fabrikam', { activity: { exchange: '2026-03-01' } });
  await feedNorthwind(product, '2026-03-01', 2);
  await recalculate(product);
  await recalculate(product, 'contoso');
  await look();
  await recalculateInSteps(product, look);
  await exportFiles(product, look);
  await changeLinks(product);
  await recordSignOut(product.tables.jobs, 'anna', signOutOf(newSession('anna', new Date()), new Date()));
  await product.call('POST /v1/imports/{id}/mappings', {
    path: { id: unnamed },
    body: { name: 'Contoso 7', sku: 'shield' },
  });
  await look();
  const objects = await product.objects();
  await exportMuch(product, look);
  await look();
  const erasures: SentMessage[] = [];
  const receipts = await eraseSome(product, erasures, look);
  const sent = [...product.sent, ...erasures];
  return {
    product,
    items: [...items.values()],
    objects: [...objects, ...receipts],
    sent,
    cursors: await goThroughLists(product),
  };
};

const northwind = partnerUser('northwind');

/** The same person to functions of the library. */
const AT_NORTHWIND: Caller = {
  subject: 'someone-at-northwind',
  scopes: new Set(['exports:write']),
  operator: false,
  portfolio: 'northwind',
};

const putPartner = ({ call }: Product, id: string, body: object): Promise<ApiAnswer> =>
  call('PUT /v1/partners/{id}', { path: { id }, body: { name: `Partner ${id}`, ...body } });

const putCustomer = ({ call }: Product, id: string, partners: readonly string[], more: object = {}) =>
  call('PUT /v1/customers/{id}', {
    path: { id },
    body: { name: `Customer ${id}`, partners: partners.map((one) => ({ id: one, since: '2025-01-01' })), ...more },
  });

/** Access that was given before the directory listed it, and is entered. */
const enterEarlierAccess = async ({ tables: { licensing } }: Product): Promise<void> => {
  const Item = { subject: 'ernst', scopes: ['operator'], ...accessKey('ernst') };
  await licensing.client.send(new PutCommand({ TableName: licensing.name, Item }));
  await listEarlierAccess(licensing);
};

const nameEverybody = async (product: Product): Promise<void> => {
  const { call } = product;
  const links = [{ title: 'Introductions', url: 'https://training.example/start' }];
  await call('PUT /v1/workloads/{id}', { path: { id: 'mailshield' }, body: { family: 'security' } });
  const workloads = ['mailshield', { id: 'quarantine', countsAs: 'mailshield' }];
  const shield = {
    name: 'Mail Shield',
    family: 'security',
    workloads,
    partNumber: 'SHIELD-1',
    mainWorkloads: ['mailshield'],
  };
  await call('PUT /v1/products/{sku}', { path: { sku: 'shield' }, body: shield });
  await call('PUT /v1/products/{sku}', { path: { sku: 'shield' }, body: { aliases: ['Mail Shield (monthly)'] } });
  await call('PUT /v1/product-groups/{id}', { path: { id: 'both' }, body: { name: 'Both', products: [E3, 'shield'] } });
  await call('PUT /v1/settings', {
    body: {
      freshnessLimitDays: LIMITS,
      limitsPerPartner: { recalculationsPerHour: 31, exportsPerHour: 61, mailsPerDay: 501, importsPerDay: 2001 },
      recommendationLinks: { 'low-usage': links, 'idle-seats': links },
      recommendationRules: {
        'low-usage': { threshold: 45, workloads: { yammer: 5, sharepoint: null } },
        'idle-seats': { enabled: true, products: { shield: null } },
        'low-deployment': { products: { shield: 50 } },
      },
    },
  });
  const columns = { user: 'Mail', product: 'Plan', lastActiveOn: 'Seen' };
  await call('PUT /v1/presets/{name}', { path: { name: 'ours' }, body: { note: 'Monthly export', columns } });
  const plain = { name: 'Mail Sword', family: 'security', workloads: [], free: true };
  await call('PUT /v1/products/{sku}', { path: { sku: 'sword' }, body: plain });
  await putPartner(product, 'northwind', { recipients: [ANNA, BO, CY] });
  await putPartner(product, 'alpine', { tenantIds: [ALPINES_TENANT] });
  await call('PUT /v1/access/{subject}', {
    path: { subject: 'anna' },
    body: { partnerId: 'northwind', scopes: ['insights:read', 'exports:write'] },
  });
  await call('PUT /v1/access/{subject}', { path: { subject: 'olga' }, body: { scopes: ['operator'] } });
  for (const again of [1, 2]) {
    await putPartner(product, 'litware', { name: `Litware ${again}` });
    await call('DELETE /v1/partners/{id}', { path: { id: 'litware' } });
  }
  const profile = { domain: 'contoso.example', externalIds: { crm: 'C-1' } };
  await putCustomer(product, 'contoso', ['northwind'], profile);
  for (const id of ['tailspin', 'wingtip', 'woodgrove']) await putCustomer(product, id, ['northwind']);
  await putCustomer(product, 'fabrikam', ['alpine'], { externalIds: { entraTenantId: FABRIKAMS_TENANT } });
  await putCustomer(product, 'adatum', ['alpine', 'northwind']);
  await putCustomer(product, 'newcomer', []);
};

const usersOf = (customerId: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `user${n}@${customerId}.example`);

/** Seats, holders and activity through a day: so many people of Contoso are active, and nearly everybody elsewhere. */
const feedNorthwind = async ({ call }: Product, day: string, activeAtContoso: number): Promise<void> => {
  const feeds = [
    { customerId: 'contoso', seats: 20, holders: 12, active: activeAtContoso },
    { customerId: 'tailspin', seats: 10, holders: 12, active: 12 },
    { customerId: 'wingtip', seats: 10, holders: 10, active: 9 },
    { customerId: 'woodgrove', seats: 10, holders: 12, active: 12 },
  ];
  for (const { customerId, seats, holders, active } of feeds) {
    const as = { caller: northwind, path: { id: customerId } };
    const subscriptions = [
      { id: 's1', sku: 'ENTERPRISEPACK', quantity: seats, state: 'active', isTrial: false, renewsOn: '2026-03-20' },
      { id: 's2', sku: 'shield', quantity: 5, state: 'cancelled', isTrial: false },
    ];
    const lapsed = { id: 's4', sku: 'ENTERPRISEPACK', quantity: 2, state: 'grace', isTrial: false };
    const inGrace = { ...lapsed, graceEndsOn: '2026-03-25', term: 'P1Y', autoRenew: false };
    if (customerId === 'tailspin') subscriptions.push(inGrace);
    const dropped = { id: 's3', sku: 'ENTERPRISEPACK', quantity: 1, state: 'active', isTrial: false };
    if (customerId === 'wingtip')
      await call('PUT /v1/customers/{id}/subscriptions', {
        ...as,
        body: { subscriptions: [...subscriptions.map((one) => ({ ...one, renewsOn: '2026-02-20' })), dropped] },
      });
    await call('PUT /v1/customers/{id}/subscriptions', { ...as, body: { subscriptions } });
    const users = usersOf(customerId, holders);
    const changes = users.map((userId) => ({ userId, sku: E3, change: 'assigned', on: '2025-12-01' }));
    await call('POST /v1/customers/{id}/assignments', { ...as, body: { changes } });
    const events = users
      .slice(0, active)
      .flatMap((userId) =>
        ['exchange', 'teams'].map((workload) => ({ customerId, userId, workload, occurredAt: `${day}T08:00:00Z` })),
      );
    const coverage = [{ customerId, workloads: WORKLOADS, from: formatDay(parseDay(day) - 27), through: day }];
    await call('POST /v1/activity', { caller: northwind, body: { events, coverage } });
  }
};

/** Somebody of whom it is told who holds what, and nothing of seats. */
const feedNewcomer = async ({ call }: Product): Promise<void> => {
  const changes = [{ userId: 'user0@newcomer.example', sku: E3, change: 'assigned', on: '2025-12-01' }];
  await call('POST /v1/customers/{id}/assignments', { path: { id: 'newcomer' }, body: { changes } });
};

const mapIdentities = async ({ call }: Product): Promise<void> => {
  const identities = ['ada', 'bea', 'cem'].map((name) => ({
    alias: `${name}@vendor.example`,
    userId: `${name}@contoso.com`,
  }));
  await call('POST /v1/customers/{id}/identities', { path: { id: 'fabrikam' }, body: { identities } });
};

const tellSupportCases = async ({ call }: Product): Promise<void> => {
  const cases = { contoso: 8, tailspin: 1, wingtip: 1, woodgrove: 1 };
  for (const [id, count] of Object.entries(cases))
    await call('PUT /v1/customers/{id}/support-cases', {
      caller: northwind,
      path: { id },
      body: {
        cases: [
          { day: '2026-02-27', category: 'how-to', count },
          { day: '2026-02-27', category: 'incident', count: 0 },
        ],
      },
    });
};

const recalculate = async ({ call, drain }: Product, customerId?: string): Promise<void> => {
  await call('POST /v1/recalculations', { body: customerId === undefined ? {} : { customerId } });
  await drain();
};

/** Recalculates a customer by a function that has time for one page of users. */
const recalculateInSteps = async (product: Product, look: () => Promise<void>): Promise<void> => {
  const run = { customerId: 'contoso', asOf: '2026-03-01', catalogVersion: bundledCatalogue.version };
  const requestedAt = new Date().toISOString();
  await product.deliver({ queue: 'recalculations', body: { ...run, requestedAt, daily: true } }, 59_000);
  await look();
  await product.drain(look);
};

const requestImport = async ({ call }: Product, body: object) =>
  (await call('POST /v1/imports', { caller: partnerUser('alpine'), body })).body as {
    id: string;
    upload: { url: string; fields: Record<string, string> };
  }; // the 201 of this operation

/** Its files are of any tenant: what is told here is what is stored of them. */
const FABRIKAM = { customerId: 'fabrikam', allowOtherTenant: true };

/** A product of no catalogue. */
const UNKNOWN = '11111111-2222-4333-8444-555555555555';

/** Returns the id of the import that could not name what it read. */
const importFiles = async (product: Product, look: () => Promise<void>): Promise<string> => {
  const hand = async (kind: string, file: string, more: object = FABRIKAM): Promise<string> => {
    const { id, upload } = await requestImport(product, { kind, ...more });
    await product.post(upload, file);
    return id;
  };
  const ofFabrikam = (sku: object) => ({ ...sku, accountId: FABRIKAMS_TENANT });
  await requestImport(product, { kind: 'graph.users', customerId: 'fabrikam', day: '2026-03-01' });
  await look();
  await hand(
    'graph.subscribedSkus',
    JSON.stringify(skusAnswer([E3, M365_E5, ONE_OF_TWO, UNKNOWN].map((skuId) => ofFabrikam(subscribedSku({ skuId }))))),
  );
  const owned = [
    companySubscription('a', { ownerTenantId: ALPINES_TENANT }),
    companySubscription('b'),
    companySubscription('c', { skuId: UNKNOWN }),
  ];
  await hand('graph.directorySubscriptions', JSON.stringify(directoryAnswer(owned)));
  await product.drain(look);
  await hand(
    'partnerCenter.dynamicsUsage',
    usageFile([
      {},
      { SubscriptionId: 'unknown', SKUId: '', SKU: 'Contoso Backup' },
      { Month: '2026-01-01', AvailableSeats: '', AssignedSeats: '', ActiveSeats: '' },
    ]),
    {},
  );
  const offers = Array.from({ length: 201 }, (_, at) => soldSubscription(`s${at}`, { offerName: `Contoso ${at}` }));
  await putCustomer(product, 'lucerne', ['alpine']);
  const sold = await hand('partnerCenter.subscriptions', JSON.stringify(partnerCenterAnswer(offers)), {
    customerId: 'lucerne',
  });
  await hand('graph.users', 'nonsense');
  await product.drain(look);
  const users = usersAnswer([
    graphUser('ada', [assignment({ disabledPlans: [TEAMS_PLAN] }), assignment({ skuId: UNKNOWN })], {
      assignedLicenses: [licence(E3, [TEAMS_PLAN])],
    }),
  ]);
  await hand('graph.users', JSON.stringify(users), { ...FABRIKAM, day: '2026-02-20' });
  await product.drain(look);
  // More rows than a step reads, so that it is stored where the reading stands.
  const nobody = { 'Exchange Last Activity Date': '', 'Assigned Products': '' };
  const ambiguous = { 'Assigned Products': 'MICROSOFT 365 F1' };
  const unknown = { 'Assigned Products': 'CONTOSO BACKUP' };
  const rows = Array.from({ length: 600 }, (_, n) => user(`u${n}`, [{}, ambiguous, unknown, {}][n] ?? nobody));
  const many = await hand('graph.office365ActiveUserDetail', csvOf([...rows, user('u0', { 'Is Deleted': 'maybe' })]));
  await product.drain(async () => {
    const job = await readImport(product.tables.jobs, many, new Date());
    if (job?.status === 'running')
      await showUnderway(product.tables.jobs, job, { rows: 7, progress: 0.07 }, new Date());
    await look();
  });
  await undoFiles(product, hand, look);
  return sold;
};

/** Files that replace what is stored, and are undone; the last undo fails, as a newer list comes before it. */
const undoFiles = async (
  product: Product,
  hand: (kind: string, file: string) => Promise<string>,
  look: () => Promise<void>,
): Promise<void> => {
  const skus = JSON.stringify(skusAnswer([E3, M365_E5, ONE_OF_TWO].map((skuId) => subscribedSku({ skuId }))));
  const undo = async (id: string) => {
    vi.setSystemTime(Date.now() + 1000);
    await product.call('POST /v1/imports/{id}/undo', { caller: partnerUser('alpine'), path: { id } });
    await look();
  };
  const files = [
    ['partnerCenter.subscriptions', JSON.stringify(partnerCenterAnswer([soldSubscription('a')]))],
    ['graph.subscribedSkus', skus],
    [
      'graph.directorySubscriptions',
      JSON.stringify(directoryAnswer([companySubscription('c'), companySubscription('d')])),
    ],
  ] as const;
  for (const [kind, file] of files) {
    const id = await hand(kind, file);
    await product.drain(look);
    await undo(id);
    await product.drain(look);
  }
  const users = JSON.stringify(usersAnswer([graphUser('ada', [assignment(), assignment({ skuId: UNKNOWN })])]));
  const ofUsers = await hand('graph.users', users);
  await product.drain(look);
  await product.call('POST /v1/customers/{id}/assignments', {
    path: { id: 'fabrikam' },
    body: { changes: [{ userId: 'ada@contoso.com', sku: M365_E5, change: 'assigned', on: '2026-03-01' }] },
  });
  await look();
  await undo(ofUsers).catch(() => undefined);
  await product.drain(look);
};

const orderExport = async ({ call }: Product, body: object, caller = northwind): Promise<string> =>
  ((await call('POST /v1/exports', { caller, body })).body as { id: string }).id; // the 202 of this operation

const exportFiles = async (product: Product, look: () => Promise<void>): Promise<void> => {
  const { call, tables } = product;
  const { jobs, licensing } = tables;
  const exportId = await orderExport(product, { reports: ['deployment', 'recommendations'], email: [ANNA, BO] });
  await orderExport(product, { reports: ['deployment', 'usage'], customerId: 'contoso' });
  await orderExport(product, { reports: ['deployment'] }, partnerUser('alpine'));
  await putCustomer(product, 'newcomer', ['northwind']);
  await orderExport(product, { reports: ['usage'], customerId: 'newcomer' });
  await look();
  await putPartner(product, 'northwind', { recipients: [ANNA, CY] });
  await product.drain(look);
  const job = await readExport(jobs, exportId, new Date());
  if (!job) throw new Error('The export is not stored');
  const queueUrl = process.env.EXPORT_QUEUE_URL ?? '';
  await sendLater({ jobs, licensing, queueUrl }, AT_NORTHWIND, job, [CY], new Date());
  await product.drain(look);
  await recordDownload(jobs, job, { downloadedAt: new Date().toISOString(), downloadedBy: 'anna', name: 'a.csv' });
  const [mail = ''] = await product.mailsTo(ANNA);
  const token = /\/d\/([\w-]+)/u.exec(mail)?.[1] ?? '';
  await call('GET /d/{token}', { path: { token }, headers: { 'user-agent': 'Browser/1.0' } });
  const [link] = (await readMails(jobs, exportId)).flatMap(({ links }) => links);
  await revokeLink(jobs, link?.tokenHash ?? '', new Date());
  await storeUndeliverable(jobs, BO, { since: new Date().toISOString(), reason: 'The address takes no mail.' });
  await look();
  await mailAgain(product, exportId, look);
};

/** Sends a mail again of which nobody knows whether it arrived. */
const mailAgain = async (product: Product, exportId: string, look: () => Promise<void>): Promise<void> => {
  const { jobs } = product.tables;
  const mail = (await readMails(jobs, exportId)).find(({ recipient }) => recipient === CY);
  if (!mail) throw new Error('Nobody was mailed');
  await renewMail(jobs, exportId, { ...mail, status: 'sent' });
  await look();
};

const changeLinks = async (product: Product): Promise<void> => {
  await putCustomer(product, 'adatum', ['northwind']);
  await product.drain();
  await beginUnlinking(product.tables.licensing, 'alpine', new Date(Date.now() + 40_000).toISOString());
};

/** A portfolio whose file takes several parts of an upload, and so does that of its first customer alone. */
const exportMuch = async (product: Product, look: () => Promise<void>): Promise<void> => {
  const [first, ...others] = bigCustomers(60);
  if (!first) throw new Error('There are no customers');
  const products = first.deployment.products.map((one) => ({ ...one, name: 'long name '.repeat(150_000) }));
  const rows = [{ ...first, customerId: 'adatum', deployment: { ...first.deployment, products } }, ...others];
  const generation = generationOfContoso({ portfolio: 'litware', startedAt: new Date().toISOString() });
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await putObject('portfolios', generationKeys(generation).rows, gzipSync(text), 'application/gzip');
  await putPartner(product, 'litware', {});
  await movePointer(product.tables.insights, {
    ...generation,
    totals: { ...generation.totals, customers: rows.length },
  });
  await putCustomer(product, 'adatum', ['northwind', 'litware']);
  await orderExport(product, { reports: ['deployment'], customerId: 'adatum' }, partnerUser('litware'));
  await product.drain(look);
  const exportId = await orderExport(product, { reports: ['deployment'] }, partnerUser('litware'));
  await product.deliver({ queue: 'exports', body: { exportId, restarts: 0, mailings: 0 } });
};

/**
 * A user is erased and, last, a customer, each message at its own time: the hour between the two sweeps is left out. Returns
 * the objects by which that is remembered.
 */
const eraseSome = async (product: Product, sent: SentMessage[], look: () => Promise<void>): Promise<StoredObject[]> => {
  const erase = async (route: string, path: Readonly<Record<string, string>>): Promise<void> => {
    const { id: erasureId } = (await product.call(route, { path })).body as { id: string }; // the 202 of this operation
    for (let step = 0; step < MOST_STEPS; step += 1) {
      await look();
      const message = { queue: 'erasures', body: step === 0 ? { erasureId } : { erasureId, waits: 0 } } as const;
      sent.push(message);
      if (!(await product.deliver(message))) throw new Error('A step of an erasure broke off');
    }
  };
  await erase('DELETE /v1/customers/{id}/users/{userId}', { id: 'fabrikam', userId: 'ada@contoso.com' });
  await erase('DELETE /v1/customers/{id}', { id: 'lucerne' });
  await look();
  return (await product.objects()).filter(({ key }) => key.startsWith('erasures/'));
};

/** More than any erasure takes. */
const MOST_STEPS = 150;

const goThroughLists = async (product: Product): Promise<Readonly<Record<string, string>>> => {
  const { call, tables } = product;
  const { insights, jobs } = tables;
  const cursorOf = async (route: string, query: Record<string, string>, more: object = {}): Promise<string> => {
    const { cursor } = (await call(route, { query, ...more })).body as { cursor?: string }; // all lists have one
    if (cursor === undefined) throw new Error(`${route} has no further page`);
    return cursor;
  };
  const [newest] = await querySnapshots(insights, 'contoso', { from: '2026-03-01', to: '2026-03-01', limit: 1 });
  if (!newest) throw new Error('There is no snapshot of Contoso');
  for (let back = 28; back < 128; back += 1)
    await storeSnapshot(insights, { ...newest, asOf: formatDay(parseDay('2026-03-01') - back) }, { replace: false });
  const page = { limit: 1 };
  return {
    'GET /v1/customers of an operator': await cursorOf('GET /v1/customers', { limit: '1' }),
    'GET /v1/customers of a partner': await cursorOf('GET /v1/customers', { limit: '1' }, { caller: northwind }),
    'GET /v1/customers/{id}/insights/history': await cursorOf(
      'GET /v1/customers/{id}/insights/history',
      { from: '2025-10-01', to: '2026-03-01' },
      { path: { id: 'contoso' } },
    ),
    'GET /v1/customers/{id}/identities': await cursorOf(
      'GET /v1/customers/{id}/identities',
      { limit: '1' },
      { path: { id: 'fabrikam' } },
    ),
    'GET /v1/access': await cursorOf('GET /v1/access', { limit: '1' }),
    'GET /v1/audit': await cursorOf('GET /v1/audit', {
      limit: '1',
      subject: operator.subject,
      action: 'partner.put',
      target: 'northwind',
    }),
    'GET /v1/partners': await cursorOf('GET /v1/partners', { limit: '1' }),
    'GET /v1/portfolio': await cursorOf(
      'GET /v1/portfolio',
      { limit: '1', sort: '-usagePercent', search: 'customer', family: 'office365', product: E3, stale: 'false' },
      { caller: northwind },
    ),
    'GET /v1/sources': await cursorOf('GET /v1/sources', { limit: '1' }, { caller: northwind }),
    'GET /v1/products': await cursorOf('GET /v1/products', { limit: '1', search: 'office' }),
    'the list of exports': (await listExports(jobs, 'northwind', page, new Date())).cursor ?? '',
    'the list of imports': (await listImports(jobs, 'alpine', page, new Date())).cursor ?? '',
  };
};

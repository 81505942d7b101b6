import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect } from 'vitest';
import { activeUser, activityFile } from '../fixtures/imports/activity-reports.ts';
import { E3 } from '../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, usersAnswer } from '../fixtures/imports/users.ts';
import { givenAssignments, givenCustomer, givenPartner, givenSeats, unique } from '../steps/given.ts';
import { openPage, signIn } from '../steps/pages.ts';
import { theStack } from '../steps/stack.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { type Upload, upload } from '../steps/upload.ts';
import { call, everythingIsDone, recalculate } from '../steps/when.ts';

const test = needsLocalRuntime('it makes calls of functions fail, kills functions and holds queues.');

afterEach(async () => (await theStack()).gate.faults.clear());

const IMPORT_FILE = 'assumed-role/import-file';
const usersFile = JSON.stringify(usersAnswer([graphUser('ada', [assignment({ skuId: E3 })])]));

/** Hands in a list of one user, and returns the id of its import. */
const importOfOneUser = async (token: string, customerId: string): Promise<string> => {
  const { body } = await call<{ id: string; upload: Upload }>('POST /v1/imports', {
    token,
    body: { kind: 'graph.users', customerId, allowOtherTenant: true },
  });
  expect(await upload(body.upload, usersFile)).toBe(204);
  return body.id;
};

/** An import of one user, which its function has not seen yet. */
const waitingImport = async (): Promise<{ token: string; customerId: string; id: string }> => {
  const { partnerId, token } = await givenPartner();
  const customerId = await givenCustomer([partnerId]);
  return { token, customerId, id: await importOfOneUser(token, customerId) };
};

test('an import whose function is killed once goes on, and is complete', async () => {
  const stack = await theStack();
  let kills = 0;
  stack.gate.faults.before({ caller: IMPORT_FILE, operation: 'PutItem', skip: 1 }, () => {
    kills += 1;
    stack.kill('import-file');
  });
  const { token, id } = await waitingImport();
  await everythingIsDone();
  expect(kills).toBe(1);
  expect((await call(`GET /v1/imports/${id}`, { token })).body).toMatchObject({ status: 'complete', rows: 1 });
});

test('an import whose function is killed at every delivery fails with a reason', async () => {
  const stack = await theStack();
  let kills = 0;
  const killAgain = (): void =>
    stack.gate.faults.before({ caller: IMPORT_FILE, service: 's3' }, () => {
      kills += 1;
      stack.kill('import-file');
      killAgain();
    });
  killAgain();
  const { token, id } = await waitingImport();
  await everythingIsDone();
  expect(kills).toBe(15);
  expect((await call(`GET /v1/imports/${id}`, { token })).body).toMatchObject({
    status: 'failed',
    errors: [{ code: 'internal_error' }],
  });
});

test('a real file is read in 20 steps and more, each led to by the one before', async () => {
  const stack = await theStack();
  stack.reconfigure('import-file', { STEP_SECONDS: '0.000001' }); // every step ends as soon as it may: after 500 rows
  try {
    const { partnerId, token } = await givenPartner();
    const customerId = await givenCustomer([partnerId]);
    const users = Array.from({ length: 5_100 }, (_, at) =>
      activeUser(`user${at}`, at === 7 ? '2026-03-01' : '2024-01-01'),
    );
    const kind = 'graph.teamsUserActivityUserDetail';
    const { body } = await call<{ id: string; upload: Upload }>('POST /v1/imports', {
      token,
      body: { kind, customerId, allowOtherTenant: true },
    });
    let continued = 0;
    const count = (): void =>
      stack.gate.faults.before({ caller: IMPORT_FILE, operation: 'SendMessageBatch' }, () => {
        continued += 1;
        count();
      });
    count();
    expect(await upload(body.upload, activityFile('teams', users))).toBe(204);
    await everythingIsDone();
    // By itself an event may lead to a function 16 times: without the template's leave the import would stand still there.
    expect(continued).toBeGreaterThanOrEqual(20);
    expect((await call(`GET /v1/imports/${body.id}`, { token })).body).toMatchObject({
      status: 'complete',
      rows: 5_100,
      counts: { activeDays: 1, users: 5_100 },
    });
  } finally {
    stack.reconfigure('import-file', {});
  }
});

/** Kills a function at a call of a table, in the middle of its work; returns what tells how often that was. */
const killInTheMiddle = async (name: string, skip: number): Promise<() => number> => {
  const stack = await theStack();
  let kills = 0;
  stack.gate.faults.before({ caller: `assumed-role/${name}`, service: 'dynamodb', skip }, () => {
    kills += 1;
    stack.kill(name);
  });
  return () => kills;
};

test('a recalculation, a publication, an export and an erasure whose functions are killed in the middle come to their end', async () => {
  const { partnerId, token } = await givenPartner(['ana@killed.example']);
  const customerId = await givenCustomer([partnerId], 'Killed');
  await givenSeats(token, customerId, { ENTERPRISEPACK: 4 });
  await givenAssignments(token, customerId, E3, ['ada@contoso.com', 'bob@contoso.com'], '2026-01-01');
  const kills = [await killInTheMiddle('recalculate-customer', 5), await killInTheMiddle('publish-portfolio', 4)];
  await recalculate(token);
  const assigned = { sold: 4, assigned: 2 };
  expect((await call('GET /v1/portfolio', { token })).body).toMatchObject({
    pending: 0,
    customers: [{ name: 'Killed', ...assigned }],
  });

  kills.push(await killInTheMiddle('write-export', 4));
  const { body: ordered } = await call<{ id: string }>('POST /v1/exports', {
    token,
    body: { reports: ['deployment'], email: ['ana@killed.example'] },
  });
  await everythingIsDone();
  expect((await call(`GET /v1/exports/${ordered.id}`, { token })).body).toMatchObject({
    status: 'complete',
    files: [{ rows: 1 }],
    mails: [{ status: 'sent' }],
  });

  kills.push(await killInTheMiddle('erase-data', 4));
  const { body: erasure } = await call<{ id: string }>(`DELETE /v1/customers/${customerId}/users/ada@contoso.com`, {
    token,
  });
  await everythingIsDone();
  expect((await call(`GET /v1/erasures/${erasure.id}`, { token })).body).toMatchObject({
    status: 'done',
    removed: { assignments: 1 },
  });
  expect(kills.map((times) => times())).toEqual([1, 1, 1, 1]);
});

const REFUSED = { status: 400, code: 'InjectedFault' } as const;

test('what fails at every delivery ends with a reason, though its ending fails once too', async () => {
  const { gate } = await theStack();
  const { partnerId, token } = await givenPartner();
  const customerId = await givenCustomer([partnerId]);
  await recalculate(token);
  const source = { kind: 'microsoft', auth: 'partner', clientId: '1950a258-227b-4e31-a9cf-717495945fc2' };
  const credentials = { clientSecret: 'of the application', refreshToken: 'of a user' };
  const path = `/v1/partners/${partnerId}/sources/microsoft`;
  const put = await call(`PUT ${path}`, { token, body: { ...source, customersFrom: 'contracts', credentials } });
  expect(put.status).toBe(200);

  /** Has all calls of a service by a function refused, and the first one of the function that ends its job. */
  const failedFor = async (
    caller: string,
    service: 's3' | 'secretsmanager',
    ask: () => Promise<{ status: number }>,
  ) => {
    const failed = gate.faults.inject({ caller, service, times: Number.POSITIVE_INFINITY, kind: REFUSED });
    const ending = gate.faults.inject({ caller: 'assumed-role/end-job', times: 1, kind: REFUSED });
    expect((await ask()).status).toBe(202);
    await everythingIsDone();
    gate.faults.clear();
    return [failed(), ending()];
  };
  let asked = { status: 0, body: { id: '' } };
  const asking = async (methodAndPath: string, body?: object) => {
    asked = await call<{ id: string }>(methodAndPath, { token, body });
    return asked;
  };

  const exporting = () => asking('POST /v1/exports', { reports: ['deployment'] });
  expect(await failedFor('assumed-role/write-export', 's3', exporting)).toEqual([15, 1]);
  expect((await call(`GET /v1/exports/${asked.body.id}`, { token })).body).toMatchObject({
    status: 'failed',
    failure: { code: 'export_broken_off' },
  });

  const erasing = () => asking(`DELETE /v1/customers/${customerId}/users/ada@contoso.com`);
  expect(await failedFor('assumed-role/erase-data', 's3', erasing)).toEqual([15, 1]);
  expect((await call(`GET /v1/erasures/${asked.body.id}`, { token })).body).toMatchObject({
    status: 'failed',
    failure: { code: 'internal_error' },
  });

  const collecting = () => asking(`POST ${path}/collections`);
  expect(await failedFor('assumed-role/collect-source', 'secretsmanager', collecting)).toEqual([15, 1]);
  expect((await call(`GET ${path}`, { token })).body).toMatchObject({ customers: { found: 0, state: 'failed' } });
  expect((await call(`DELETE ${path}`, { token })).status).toBe(204);
});

test('an import that fails at every delivery while it applies its list gives its turn to the next one', async () => {
  const { gate, resources } = await theStack();
  const table = resources.tables.LicensingTable ?? '';
  // The first write takes the turn.
  const writes = { caller: IMPORT_FILE, operation: 'PutItem', table, skip: 1 };
  const failed = gate.faults.inject({ ...writes, times: Number.POSITIVE_INFINITY, kind: REFUSED });
  const ending = gate.faults.inject({ caller: 'assumed-role/end-job', times: 1, kind: REFUSED });
  const { token, id, customerId } = await waitingImport();
  await everythingIsDone();
  expect([failed(), ending()]).toEqual([15, 1]);
  gate.faults.clear();
  expect((await call(`GET /v1/imports/${id}`, { token })).body).toMatchObject({
    status: 'failed',
    errors: [{ code: 'internal_error' }],
  });
  const next = await importOfOneUser(token, customerId);
  await everythingIsDone();
  expect((await call(`GET /v1/imports/${next}`, { token })).body).toMatchObject({ status: 'complete', rows: 1 });
});

test('mails that are put off, and then fail at every delivery, are shown as failed beside the finished files', async () => {
  const { gate } = await theStack();
  const recipient = `${unique('ana')}@failed.example`;
  const { partnerId, token } = await givenPartner([recipient]);
  await givenCustomer([partnerId]);
  await recalculate(token);
  let failed = (): number => 0;
  gate.faults.inject({ service: 'ses', operation: 'SendEmail', times: 1, kind: 'throttle' });
  gate.faults.before({ service: 'ses', operation: 'SendEmail' }, () => {
    const claims = { caller: 'assumed-role/write-export', operation: 'PutItem' };
    failed = gate.faults.inject({ ...claims, times: Number.POSITIVE_INFINITY, kind: REFUSED });
  });
  const order = { reports: ['usage'], email: [recipient] };
  const { body } = await call<{ id: string }>('POST /v1/exports', { token, body: order });
  await everythingIsDone();
  expect(failed()).toBe(15);
  expect((await call(`GET /v1/exports/${body.id}`, { token })).body).toMatchObject({
    status: 'complete',
    files: [{ rows: 0 }],
    mails: [{ recipient, status: 'failed', reason: 'The mail provider took no more mails for too long.' }],
  });
});

test('a message that fails once is done by its next delivery, whatever its queue', async () => {
  const { gate } = await theStack();
  const bounces = `bounce+${unique('mail')}@simulator.amazonses.com`;
  const { partnerId, token } = await givenPartner([bounces]);
  const customerId = await givenCustomer([partnerId]);
  await givenSeats(token, customerId, { ENTERPRISEPACK: 4 });
  await everythingIsDone();
  const failsOnce = (name: string) =>
    gate.faults.inject({ caller: `assumed-role/${name}`, service: 'dynamodb', times: 1, kind: REFUSED });

  const failed = ['schedule-recalculation', 'recalculate-customer', 'publish-portfolio'].map(failsOnce);
  await recalculate(token);
  expect((await call('GET /v1/portfolio', { token })).body).toMatchObject({ pending: 0, customers: [{ customerId }] });

  failed.push(...['write-export', 'record-mail-event'].map(failsOnce));
  const order = { reports: ['usage'], email: [bounces] };
  const { body: ordered } = await call<{ id: string }>('POST /v1/exports', { token, body: order });
  await everythingIsDone();
  expect((await call(`GET /v1/exports/${ordered.id}`, { token })).body).toMatchObject({
    status: 'complete',
    mails: [{ recipient: bounces, status: 'bounced' }],
  });

  failed.push(failsOnce('import-file'));
  const waiting = await waitingImport();
  await everythingIsDone();
  expect((await call(`GET /v1/imports/${waiting.id}`, { token: waiting.token })).body).toMatchObject({ rows: 1 });

  failed.push(failsOnce('erase-data'));
  const erasing = await call<{ id: string }>(`DELETE /v1/customers/${customerId}/users/ada@contoso.com`, { token });
  await everythingIsDone();
  expect((await call(`GET /v1/erasures/${erasing.body.id}`, { token })).body).toMatchObject({ status: 'done' });
  expect(failed.map((times) => times())).toEqual(failed.map(() => 1));
});

test('where the files of a portfolio are gone, its list, its page and an export of it say so', async () => {
  const stack = await theStack();
  const { partnerId, token, subject } = await givenPartner();
  await givenCustomer([partnerId]);
  await recalculate(token);
  const s3 = new S3Client({ ...stack.clientSettings(), forcePathStyle: true });
  const Bucket = stack.resources.buckets.PortfoliosBucket;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `portfolios/${partnerId}/` }));
  expect(Contents.length).toBeGreaterThan(0);
  for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  s3.destroy();
  expect(await call('GET /v1/portfolio', { token })).toMatchObject({ status: 410, body: { code: 'cursor_expired' } });
  expect(await openPage(await signIn(subject), '/')).toMatchObject({ status: 410 });
  const { body } = await call<{ id: string }>('POST /v1/exports', { token, body: { reports: ['usage'] } });
  await everythingIsDone();
  expect((await call(`GET /v1/exports/${body.id}`, { token })).body).toMatchObject({
    status: 'failed',
    failure: { code: 'generation_unusable' },
  });
});

test('a customer whose recalculation failed once is in the portfolio', async () => {
  const stack = await theStack();
  const { partnerId, token } = await givenPartner();
  const [first, second] = [await givenCustomer([partnerId], 'First'), await givenCustomer([partnerId], 'Second')];
  for (const customerId of [first, second]) await givenSeats(token, customerId, { ENTERPRISEPACK: 4 });
  const caller = 'assumed-role/recalculate-customer';
  const failed = stack.gate.faults.inject({ caller, operation: 'PutItem', times: 1, kind: REFUSED });
  await recalculate(token);
  expect(failed()).toBe(1);
  const { body } = await call('GET /v1/portfolio?sort=name', { token });
  expect(body).toMatchObject({ pending: 0, customers: [{ name: 'First' }, { name: 'Second' }] });
});

/** How many generations of a partner's portfolio are stored. */
const generationsOf = async (partnerId: string): Promise<number> => {
  const stack = await theStack();
  const s3 = new S3Client({ ...stack.clientSettings(), forcePathStyle: true });
  const list = new ListObjectsV2Command({
    Bucket: stack.resources.buckets.PortfoliosBucket,
    Prefix: `portfolios/${partnerId}/`,
  });
  const { Contents = [] } = await s3.send(list);
  s3.destroy();
  return Contents.filter(({ Key }) => Key?.endsWith('/index.columns.gz')).length;
};

test('of many recalculations asked for at once one is done, and published once', async () => {
  const { partnerId, token } = await givenPartner();
  const customerId = await givenCustomer([partnerId]);
  await givenSeats(token, customerId, { ENTERPRISEPACK: 4 });
  await everythingIsDone();
  const before = await generationsOf(partnerId);
  const answers = [];
  for (let asked = 0; asked < 20; asked += 1) answers.push(await call('POST /v1/recalculations', { token, body: {} }));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
  await everythingIsDone();
  expect((await generationsOf(partnerId)) - before).toBe(1);
  const { requestedAt } = answers.at(-1)?.body ?? {};
  const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token });
  expect(String(body.processedAt) > String(requestedAt)).toBe(true);
});

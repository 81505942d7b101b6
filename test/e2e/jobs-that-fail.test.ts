import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect } from 'vitest';
import { activeUser, activityFile } from '../fixtures/imports/activity-reports.ts';
import { E3 } from '../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, usersAnswer } from '../fixtures/imports/users.ts';
import { givenAssignments, givenCustomer, givenPartner, givenSeats } from '../steps/given.ts';
import { theStack } from '../steps/stack.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { type Upload, upload } from '../steps/upload.ts';
import { call, everythingIsDone, recalculate } from '../steps/when.ts';

const test = needsLocalRuntime('it makes calls of functions fail, kills functions and holds queues.');

afterEach(async () => (await theStack()).gate.faults.clear());

const IMPORT_FILE = 'assumed-role/import-file';
const usersFile = JSON.stringify(usersAnswer([graphUser('ada', [assignment({ skuId: E3 })])]));

/** An import of one user, which its function has not seen yet. */
const waitingImport = async (): Promise<{ token: string; id: string }> => {
  const { partnerId, token } = await givenPartner();
  const customerId = await givenCustomer([partnerId]);
  const { body } = await call<{ id: string; upload: Upload }>('POST /v1/imports', {
    token,
    body: { kind: 'graph.users', customerId, allowOtherTenant: true },
  });
  expect(await upload(body.upload, usersFile)).toBe(204);
  return { token, id: body.id };
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

test('a customer whose recalculation failed once is in the portfolio', async () => {
  const stack = await theStack();
  const { partnerId, token } = await givenPartner();
  const [first, second] = [await givenCustomer([partnerId], 'First'), await givenCustomer([partnerId], 'Second')];
  for (const customerId of [first, second]) await givenSeats(token, customerId, { ENTERPRISEPACK: 4 });
  const refuse = { status: 400, code: 'InjectedFault' } as const;
  const caller = 'assumed-role/recalculate-customer';
  const failed = stack.gate.faults.inject({ caller, operation: 'PutItem', times: 1, kind: refuse });
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

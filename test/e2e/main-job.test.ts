import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import { givenAssignments, givenCustomer, givenPartner, givenSeats, unique } from '../steps/given.ts';
import { linksIn, mailTo } from '../steps/mailbox.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { call, daysBefore, exportIsDone, recalculate } from '../steps/when.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

interface Export {
  id: string;
  status: string;
  progress: number;
  files: { name: string; rows: number; bytes: number; sha256: string; url: string }[];
  mails: { recipient: string; status: string }[];
}

let recipient: string;
let token: string;
let customerId: string;
/** The day of the figures: every other day is counted back from it. */
let asOf: string;
const day = (back: number): string => daysBefore(back, asOf);

beforeAll(async () => {
  recipient = `${unique('ana')}@northwind.example`;
  const partner = await givenPartner([recipient]);
  token = partner.token;
  asOf = await recalculate(token);
  customerId = await givenCustomer([partner.partnerId], 'Müller & Søn, "Größe"');
  await givenSeats(token, customerId, { ENTERPRISEPACK: 10 });
  const users = ['a@contoso.example', 'b@contoso.example', 'c@contoso.example', 'd@contoso.example'];
  await givenAssignments(token, customerId, E3, users, day(53));
  const event = (userId: string, workload: string, occurredAt: string) => ({
    customerId,
    userId,
    workload,
    occurredAt,
  });
  const activity = await call('POST /v1/activity', {
    token,
    body: {
      events: [
        event('A@contoso.example ', 'teams', `${day(0)}T23:59:59Z`),
        event('a@contoso.example', 'exchange', `${day(8)}T10:00:00+01:00`),
        event('b@contoso.example', 'exchange', `${day(27)}T00:00:00Z`),
        event('c@contoso.example', 'exchange', `${day(28)}T23:59:59Z`),
        event('guest@contoso.example', 'yammer', `${day(4)}T08:00:00Z`),
        event('d@contoso.example', 'onedrive', `${day(5)}T08:00:00Z`),
      ],
      coverage: [{ customerId, workloads: ['teams', 'exchange', 'sharepoint', 'onedrive', 'yammer'], through: asOf }],
    },
  });
  expect(activity).toMatchObject({ status: 200, body: { accepted: 6, rejected: [] } });
  await recalculate(token);
});

test('ingested activity comes back as the figures counted by hand', async () => {
  const { status, body } = await call(`GET /v1/customers/${customerId}/insights`, { token });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    asOf,
    window: { from: day(27), to: asOf, days: 28 },
    deployment: { sold: 10, assigned: 4, unassigned: 6, deploymentPercent: 40, counted: { members: 1, of: 1 } },
    usage: {
      activeEntitlements: 3,
      qualified: 10,
      usagePercent: 30,
      families: [{ family: 'office365', activePeople: 4, activePeople7: 3, activePeople1: 1 }],
    },
  });
  const { usage } = body as { usage: { workloads: Record<string, unknown>[] } };
  expect(
    Object.fromEntries(
      usage.workloads.map(({ workload, qualified, active, active7, active1, usagePercent }) => [
        workload,
        [qualified, active, active7, active1, usagePercent],
      ]),
    ),
  ).toEqual({
    exchange: [10, 2, 0, 0, 20],
    sharepoint: [10, 1, 1, 0, 10],
    teams: [10, 1, 1, 1, 10],
    yammer: [10, 1, 1, 0, 10],
    officeapps: [10, null, null, null, null],
  });
});

test('the portfolio shows the customer in a published generation', async () => {
  const { body } = await call('GET /v1/portfolio?sort=-usagePercent&limit=10', { token });
  expect(body).toMatchObject({
    asOf,
    pending: 0,
    totals: { customers: 1, sold: 10, assigned: 4, deploymentPercent: 40, usagePercent: 30 },
    customers: [{ customerId, name: 'Müller & Søn, "Größe"', usagePercent: 30, stale: false }],
  });
});

/** Downloads deployment.csv and checks that it is the file that was counted by hand. */
const checkDeploymentFile = async (url: string, sha256: string | undefined): Promise<void> => {
  const file = await fetch(url);
  expect(file.headers.get('content-disposition')).toMatch(/attachment; filename="?[\w.-]+deployment[\w.-]*\.csv/u);
  const bytes = new Uint8Array(await file.arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')).toBe(sha256);
  const rows: Record<string, string>[] = parse(Buffer.from(bytes), { columns: true, bom: true });
  expect(rows).toEqual([
    expect.objectContaining({
      customer_id: customerId,
      customer_name: 'Müller & Søn, "Größe"',
      as_of: asOf,
      product_name: 'Office 365 E3',
      sold: '10',
      sold_by_you: '10',
      assigned: '4',
      deployment_percent: '40',
      active_entitlements: '3',
      usage_percent: '30',
    }),
  ]);
};

/** Asks for an export and waits until it is complete. */
const exported = async (body: object): Promise<Export> => {
  const requested = await call<Export>('POST /v1/exports', { token, body });
  expect(requested).toMatchObject({ status: 202, body: { status: 'queued' } });
  await exportIsDone(token, requested.body.id);
  return (await call<Export>(`GET /v1/exports/${requested.body.id}`, { token })).body;
};

test('an export becomes files that hold the same figures', async () => {
  const done = await exported({ reports: ['deployment', 'usage'] });
  expect(done).toMatchObject({ status: 'complete', progress: 1, files: [{ rows: 1 }, { rows: 5 }], mails: [] });
  await checkDeploymentFile(done.files[0]?.url ?? '', done.files[0]?.sha256);
  expect((await call('GET /v1/exports?limit=1', { token })).body).toMatchObject({
    exports: [{ id: done.id, status: 'complete' }],
  });
});

const mailTest = needsLocalRuntime('it reads the mail that somebody was sent, which only the local mailbox shows.');

mailTest('an export reaches its recipient as a link that opens the CSV', async () => {
  const done = await exported({ reports: ['deployment', 'usage'], email: [recipient] });
  expect(done.mails).toEqual([{ recipient, status: 'sent' }]);

  const mail = await mailTo(recipient);
  expect(mail.text).toContain('30.0 %');
  const links = linksIn(mail.text);
  expect(links).toHaveLength(2);
  expect(linksIn(mail.html)).toEqual(expect.arrayContaining(links));

  const [deployment = ''] = links;
  const head = await fetch(deployment, { method: 'HEAD', redirect: 'manual' });
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(Number(head.headers.get('content-length'))).toBe(done.files[0]?.bytes);

  for (const _ of ['first', 'second']) {
    const click = await fetch(deployment, { redirect: 'manual' });
    expect([click.status, click.headers.get('cache-control'), click.headers.get('referrer-policy')]).toEqual([
      302,
      'no-store',
      'no-referrer',
    ]);
    await checkDeploymentFile(click.headers.get('location') ?? '', done.files[0]?.sha256);
  }
});

test('an altered link is unknown', async () => {
  const { status, body } = await call(`GET /d/${'A'.repeat(43)}`);
  expect([status, body.code]).toEqual([404, 'unknown_link']);
  expect((await call('HEAD /d/x')).status).toBe(404);
});

test('the export file of the API is fetched by a link presigned for it, which a changed letter breaks', async () => {
  const { files } = await exported({ reports: ['usage'], customerId });
  const url = files[0]?.url ?? '';
  expect((await fetch(url)).status).toBe(200);
  const tampered = new URL(url);
  tampered.pathname = tampered.pathname.replace(/usage/u, 'other');
  expect((await fetch(tampered)).status).toBe(403);
});

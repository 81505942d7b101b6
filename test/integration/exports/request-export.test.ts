import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replaceSettings } from '../../../lib/settings/settings-table.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { customerRow } from '../../unit/exports/contoso.ts';
import { type ExportFunctions, NOW, publish, startExports, storePartner } from './export-functions.ts';

let exports: ExportFunctions;
beforeAll(async () => {
  exports = await startExports();
  await storePartner(exports.tables, { recipients: ['anna@contoso.example', 'bo@contoso.example'] });
});
afterAll(() => exports.stop());

const post = (body: unknown, more = {}) => exports.call({ route: 'POST /v1/exports', body, ...more });
const both = { reports: ['deployment', 'usage'] };

test('answers 404 before there is a portfolio', async () => {
  expect(await post(both)).toMatchObject({ status: 404, body: { code: 'no_portfolio_yet' } });
});

test('takes an order, writes both files and shows them with addresses that work', async () => {
  const generation = await publish(exports.tables, [
    customerRow(),
    customerRow({ customerId: 'b', name: '=Ümläut, "B"' }),
  ]);
  const accepted = await post(both);
  const { id } = accepted.body as { id: string }; // asserted next
  expect(accepted).toMatchObject({
    status: 202,
    body: { id, status: 'queued' },
    headers: { location: `/v1/exports/${id}` },
  });
  expect(await exports.show(id)).toEqual({
    id,
    status: 'queued',
    progress: 0,
    asOf: '2026-03-09',
    reports: ['deployment', 'usage'],
    files: [],
    mails: [],
    createdAt: NOW.toISOString(),
  });

  expect(await exports.drain()).toBe(1);
  const done = await exports.show(id);
  expect(done).toMatchObject({ status: 'complete', progress: 1, asOf: generation.asOf });
  expect(done.files.map(({ name, rows }) => [name, rows])).toEqual([
    ['seatpulse-contoso-deployment-2026-03-09.csv', 2],
    ['seatpulse-contoso-usage-2026-03-09.csv', 2],
  ]);
  for (const file of done.files) {
    const answer = await fetch(file.url ?? '');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${file.name}"`);
    expect(bytes).toHaveLength(file.bytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    expect(new URL(file.url ?? '').searchParams.get('X-Amz-Expires')).toBe('300');
  }
  const [, usage] = done.files;
  const text = await (await fetch(usage?.url ?? '')).text();
  expect(text.split('\r\n').slice(1)).toEqual([
    'fabrikam,Fabrikam GmbH,fabrikam.example,2026-03-09,office365,exchange,40,0,28,28,20,12,0,70,0,28,0,0,0,0,0,0,2026-03-08,2026-03-07,false',
    `b,"'=Ümläut, ""B""",fabrikam.example,2026-03-09,office365,exchange,40,0,28,28,20,12,0,70,0,28,0,0,0,0,0,0,2026-03-08,2026-03-07,false`,
    '',
  ]);
});

test.each([
  ['no reports', { reports: [] }],
  ['a report twice', { reports: ['usage', 'usage'] }],
  ['a report that does not exist', { reports: ['revenue'] }],
  ['a field that does not exist', { reports: ['usage'], emails: ['bo@contoso.example'] }],
  ['eleven addresses', { reports: ['usage'], email: Array.from({ length: 11 }, (_, n) => `a${n}@contoso.example`) }],
])('answers 400 to %s', async (_, body) => {
  expect(await post(body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
});

test('answers 400 and names an address that is not on the list of recipients', async () => {
  await publish(exports.tables);
  const answer = await post({ ...both, email: ['ANNA@contoso.example', 'eve@elsewhere.example'] });
  expect(answer).toMatchObject({ status: 400, body: { code: 'unknown_recipient' } });
  expect((answer.body as { detail: string }).detail).toContain('"eve@elsewhere.example"');
});

test('mails for an operator only as a partner', async () => {
  await publish(exports.tables, [], { portfolio: '~operator' });
  const email = ['bo@contoso.example'];
  const asOperator = { caller: operator };
  expect(await post({ ...both, email }, asOperator)).toMatchObject({ status: 400, body: { code: 'partner_required' } });
  expect(await post({ ...both, email }, { ...asOperator, query: { partner: 'contoso' } })).toMatchObject({
    status: 202,
  });
  expect(await post(both, asOperator)).toMatchObject({ status: 202 });
  await exports.takeMessages();
});

test('answers 403 without the scope', async () => {
  const caller = partnerUser('contoso', ['insights:read']);
  expect(await post(both, { caller })).toMatchObject({ status: 403, body: { code: 'missing_scope' } });
});

test('exports one customer in the same columns, and nobody else', async () => {
  await storeCustomer(exports.tables.licensing, 'fabrikam', ['contoso']);
  await publish(exports.tables, [customerRow({ customerId: 'a' }), customerRow(), customerRow({ customerId: 'z' })]);
  const all = await exports.order(both);
  const one = await exports.order({ ...both, customerId: 'fabrikam' });
  await exports.drain();
  const linesOf = async (id: string) => {
    const [file] = (await exports.show(id)).files;
    return { name: file?.name, lines: (await (await fetch(file?.url ?? '')).text()).split('\r\n') };
  };
  const { lines: everybody } = await linesOf(all);
  const { name, lines } = await linesOf(one);
  expect(name).toBe('seatpulse-contoso-fabrikam-deployment-2026-03-09.csv');
  expect(lines).toEqual([everybody[0], everybody[2], '']);
});

test('a customer of somebody else answers as one that does not exist', async () => {
  await publish(exports.tables);
  await storeCustomer(exports.tables.licensing, 'elsewhere', ['other']);
  const answers = await Promise.all(['elsewhere', 'nowhere'].map((customerId) => post({ ...both, customerId })));
  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  const [foreign, missing] = answers.map(({ body }) => JSON.stringify(body));
  expect(foreign?.replaceAll('elsewhere', 'nowhere')).toBe(missing);
});

test('a report without rows is a header', async () => {
  await publish(exports.tables, []);
  const id = await exports.order({ reports: ['usage'] });
  await exports.drain();
  const [file] = (await exports.show(id)).files;
  expect(file?.rows).toBe(0);
  expect(await (await fetch(file?.url ?? '')).text()).toMatch(/^customer_id,[a-z0-9_,]+,stale\r\n$/);
});

test('an export of somebody else, an old one and a made-up id answer as one that does not exist', async () => {
  await publish(exports.tables);
  const id = await exports.order();
  await exports.drain();
  const show = (wanted: string, more = {}) =>
    exports.call({ route: 'GET /v1/exports/{id}', path: { id: wanted }, ...more });
  const gone = { status: 404, body: { code: 'unknown_export' } };
  expect(await show(id, { caller: partnerUser('other') })).toMatchObject(gone);
  expect(await show(id, { now: new Date(NOW.getTime() + 61 * 86_400_000) })).toMatchObject(gone);
  expect(await show('nonsense')).toMatchObject(gone);
  expect(await show(id, { caller: operator })).toMatchObject({ status: 200 });
});

test('the same Idempotency-Key gives the same export, and only for the same request', async () => {
  await publish(exports.tables);
  const headers = { 'idempotency-key': 'monday' };
  const first = await post(both, { headers });
  const again = await post({ reports: ['usage', 'deployment'] }, { headers });
  expect(again).toMatchObject({ status: 202, body: first.body });
  expect(await post({ reports: ['usage'] }, { headers })).toMatchObject({
    status: 409,
    body: { code: 'idempotency_key_reused' },
  });
  expect(await post(both, { headers: { 'idempotency-key': 'tuesday' } })).not.toMatchObject({ body: first.body });
  await exports.drain();
  expect(await post(both, { headers })).toMatchObject({ status: 202, body: { status: 'complete' } });
  expect(await exports.takeMessages()).toEqual([]);
});

test('an order whose message could not be sent is made good by repeating it', async () => {
  await publish(exports.tables);
  const headers = { 'idempotency-key': 'crash' };
  const kind = { status: 400, code: 'InvalidMessageContents' } as const;
  exports.faults.inject({ service: 'sqs', operation: 'SendMessageBatch', times: 1, kind });
  expect(await post(both, { headers })).toMatchObject({ status: 500 });
  const { body } = await post(both, { headers });
  await exports.drain();
  expect(await exports.show((body as { id: string }).id)).toMatchObject({ status: 'complete' });
});

test('once a customer was taken out, neither a new order nor an old file is given until the portfolio is published anew', async () => {
  await publish(exports.tables);
  const id = await exports.order();
  await exports.drain();
  const lastUnlinkedAt = new Date(NOW.getTime() - 60_000).toISOString();
  await storePartner(exports.tables, { lastUnlinkedAt });
  expect(await post(both)).toMatchObject({
    status: 503,
    body: { code: 'portfolio_being_rebuilt' },
    headers: { 'retry-after': '5' },
  });
  const { status, files } = await exports.show(id);
  expect(status).toBe('complete');
  expect(files.map(({ url, urlReason }) => [url, urlReason])).toEqual([
    [null, 'A customer was taken out of the portfolio meanwhile. Ask for a new export.'],
    [null, 'A customer was taken out of the portfolio meanwhile. Ask for a new export.'],
  ]);
  await publish(exports.tables, [], { startedAt: new Date(NOW.getTime() - 30_000).toISOString() });
  expect(await post(both)).toMatchObject({ status: 202 });
  await exports.drain();
});

test('an export that has not moved for twelve hours shows as failed', async () => {
  await storePartner(exports.tables);
  const id = await exports.order();
  await exports.takeMessages();
  const later = (hours: number) =>
    exports.call({
      route: 'GET /v1/exports/{id}',
      path: { id },
      now: new Date(NOW.getTime() + hours * 3_600_000 + 1),
    });
  expect(await later(11)).toMatchObject({ body: { status: 'queued' } });
  expect(await later(12)).toMatchObject({ body: { status: 'failed', failure: { code: 'export_abandoned' } } });
});

test('a partner orders as many exports and mails as it may, and the same one again does not count', async () => {
  const caller = partnerUser('limited');
  await storePartner(exports.tables, {
    partnerId: 'limited',
    recipients: ['ana@limited.example', 'bo@limited.example'],
  });
  await publish(exports.tables, undefined, { portfolio: 'limited' });
  await replaceSettings(exports.tables.licensing, { limitsPerPartner: { exportsPerHour: 3, mailsPerDay: 2 } });
  const order = (headers: Record<string, string>, email: readonly string[] = []) =>
    exports.call({ route: 'POST /v1/exports', body: { reports: ['usage'], email }, headers, caller });
  const first = await order({ 'idempotency-key': 'one' }, ['ana@limited.example']);
  expect(first.status).toBe(202);
  expect(await order({ 'idempotency-key': 'one' }, ['ana@limited.example'])).toEqual(first);
  expect(await order({}, ['ana@limited.example', 'bo@limited.example'])).toMatchObject({
    status: 429,
    body: { code: 'limit_reached', detail: expect.stringContaining('2 mails per day (mailsPerDay); 1 are used up') },
  });
  expect((await order({})).status).toBe(202);
  const refused = await order({});
  expect(refused).toMatchObject({ status: 429, body: { detail: expect.stringContaining('3 exports per hour') } });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(await order({ 'idempotency-key': 'one' }, ['ana@limited.example'])).toEqual(first);
  await replaceSettings(exports.tables.licensing, {});
});

test('lists a portfolio’s exports without files, a page at a time', async () => {
  const list = (query: Record<string, string>, caller = partnerUser('contoso')) =>
    exports.call({ route: 'GET /v1/exports', query, caller });
  await publish(exports.tables);
  await post(both);
  const { body } = await list({ limit: '1' });
  const { exports: found, cursor } = body as { exports: { id: string }[]; cursor?: string }; // the 200 of this operation
  expect(found).toEqual([
    {
      id: expect.any(String),
      status: expect.stringMatching(/^(?:queued|complete)$/u),
      progress: expect.any(Number),
      asOf: '2026-03-09',
      reports: expect.any(Array),
      createdAt: NOW.toISOString(),
    },
  ]);
  const next = (await list({ limit: '1', cursor: cursor ?? '' })).body as { exports: { id: string }[] }; // its 200
  expect(next.exports.map(({ id }) => id)).not.toEqual(found.map(({ id }) => id));
  expect((await list({}, partnerUser('nobody'))).body).toEqual({ exports: [] });
  expect((await list({}, partnerUser('contoso', ['insights:read']))).status).toBe(403);
});

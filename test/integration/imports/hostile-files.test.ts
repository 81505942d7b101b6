import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeCustomer } from '../../fixtures/customers.ts';
import { csvOf, HEADER, user } from '../../fixtures/imports/active-user-detail.ts';
import { assignment, graphUser, usersAnswer } from '../../fixtures/imports/users.ts';
import { type Imports, startImports, uploadedEvent } from './imports-under-test.ts';

let imports: Imports;
const CUSTOMER = 'hostile';
beforeAll(async () => {
  imports = await startImports(120);
  await storeCustomer(imports.tables.licensing, CUSTOMER, ['fabrikam']);
});
afterAll(() => imports.stop());

const REPORT = 'graph.office365ActiveUserDetail';
const USERS = 'graph.users';
const SEATS = 'graph.subscribedSkus';

const hand = (kind: string, file: string | Buffer) =>
  imports.hand({ kind, ...(kind === 'partnerCenter.dynamicsUsage' ? {} : { customerId: CUSTOMER }) }, file);

/** What is told of the import after a single delivery, which leaves nothing to be delivered again. */
const afterOneDelivery = async (importId: string) => {
  expect(await imports.deliver(uploadedEvent(importId))).toBe(true);
  expect(await imports.queue.take()).toEqual([]);
  return imports.progress(importId);
};

const row = (more: Parameters<typeof user>[1]) => csvOf([user('ada', more)]);
const nested = (levels: number) => `{"value":[{"a":${'['.repeat(levels)}${']'.repeat(levels)}}]}`;

test.each<[string, string, string, string | Buffer]>([
  ['a cell without an end', REPORT, 'line_too_long', row({ 'Display Name': 'x'.repeat(70_000) })],
  ['a quote that is never closed', REPORT, 'row_too_long', `${csvOf([])}"${'x\n'.repeat(50_000)}`],
  ['very many columns', REPORT, 'header_too_long', `${HEADER.join(',')}${','.repeat(1000)}\n`],
  ['a header without an end', REPORT, 'line_too_long', ','.repeat(10_000_000)],
  ['nothing but line breaks', REPORT, 'empty_file', '\n'.repeat(5_000_000)],
  ['zero bytes', REPORT, 'not_utf8', Buffer.alloc(5_000_000)],
  [
    'zero bytes further on',
    REPORT,
    'line_too_long',
    Buffer.concat([Buffer.from(csvOf(Array.from({ length: 100 }, () => user('ada')))), Buffer.alloc(5_000_000)]),
  ],
  [
    'bytes that are no text',
    REPORT,
    'not_utf8',
    Buffer.concat([Buffer.from(csvOf([user('ada')])), Buffer.alloc(5_000_000, 0x80)]),
  ],
  ['a ZIP archive', REPORT, 'wrong_file', Buffer.from('PK\u0003\u0004 and so on')],
  ['gzip', USERS, 'wrong_file', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])],
  ['a header of usage without an end', 'partnerCenter.dynamicsUsage', 'line_too_long', ','.repeat(5_000_000)],
  ['nothing but brackets, as users', USERS, 'too_deep', '['.repeat(15_000_000)],
  ['nothing but brackets, as seats', SEATS, 'too_deep', '['.repeat(15_000_000)],
  ['20,000 levels in one user', USERS, 'too_deep', nested(20_000)],
  ['20,000 levels in one product', SEATS, 'too_deep', nested(20_000)],
  ['one text without an end', SEATS, 'too_large', `{"value":"${'x'.repeat(10_000_000)}"}`],
  ['one user without an end', USERS, 'item_too_large', `[{"displayName":"${'x'.repeat(10_000_000)}"}]`],
  ['very many products', SEATS, 'too_many_items', `[${'{},'.repeat(1_000_000)}{}]`],
  ['two lists', USERS, 'wrong_file', '{"value":[{"userPrincipalName":"a@x"}],"items":[]}'],
])('%s is refused within one delivery, with words', async (_, kind, code, file) => {
  const answer = await afterOneDelivery(await hand(kind, file));
  expect(answer).toMatchObject({ status: 'failed', errors: [{ code }] });
  expect(answer.errors[0]?.message).toMatch(/^.{30,400}\.$/u);
});

test('a line that is too long is told by its number, in whatever part of the file it stands', async () => {
  const file = csvOf([user('ada'), user('bob'), user('cem', { 'Display Name': 'x'.repeat(70_000) })]);
  expect((await afterOneDelivery(await hand(REPORT, file))).errors[0]).toMatchObject({
    code: 'line_too_long',
    line: 4,
  });
});

test('a file above the size of its kind is refused before it is read', async () => {
  const { body } = await imports.request({ kind: SEATS, customerId: CUSTOMER });
  const { id } = body as { id: string }; // the 201 of this operation
  const client = new S3Client({});
  await client.send(
    new PutObjectCommand({ Bucket: 'uploads', Key: `imports/${id}`, Body: Buffer.alloc(20_000_001, '[') }),
  );
  client.destroy();
  expect(await afterOneDelivery(id)).toMatchObject({
    status: 'failed',
    rows: 0,
    errors: [
      { code: 'too_large', message: expect.stringContaining('20,000,001 bytes; this kind takes at most 20,000,000') },
    ],
  });
});

test('a user who is told to hold more products than anybody does is an error by itself', async () => {
  const many = Array.from({ length: 1001 }, (_, at) => ({ skuId: `sku-${at}` }));
  const users = [
    graphUser('ada', [], { assignedLicenses: many }),
    graphUser('bob', [assignment()]),
    graphUser('cem', [assignment()]),
  ];
  expect(await imports.run(await hand(USERS, JSON.stringify(usersAnswer(users))))).toMatchObject({
    status: 'complete',
    errors: [{ code: 'bad_item', message: expect.stringContaining('value[0].assignedLicenses') }],
    counts: { users: 3 },
  });
  const rows = [user('ada', { 'Assigned Products': 'a+'.repeat(30_000) }), user('bob'), user('cem')];
  expect(await imports.run(await hand(REPORT, csvOf(rows)))).toMatchObject({
    status: 'complete',
    errors: [{ line: 2, code: 'too_many_products' }],
  });
});

test('as much as can be found in a file has room in the import', async () => {
  const long = (at: number) => `${at}${'漢'.repeat(5_000)}`;
  const domain = (at: number) => `${String(at).padStart(3, '0')}${'a'.repeat(400)}.example`;
  const rows = Array.from({ length: 400 }, (_, at) =>
    user('x', {
      'User Principal Name': `u@${domain(at)}`,
      'Assigned Products': long(at),
      ...(at < 150 ? { 'Exchange Last Activity Date': '漢'.repeat(1000) } : {}),
    }),
  );
  const header = [...HEADER, ...Array.from({ length: 15 }, (_, at) => `${at}${'b'.repeat(1000)}`)];
  expect(await imports.run(await hand(REPORT, csvOf(rows, header)))).toMatchObject({
    status: expect.stringMatching(/^(?:complete|failed)$/u),
    errorCount: expect.any(Number),
  });
});

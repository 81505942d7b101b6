import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { customerOf } from '../../../lib/command-line/folder/customer-of.ts';
import { findFiles } from '../../../lib/command-line/folder/find-files.ts';
import { planFile } from '../../../lib/command-line/folder/plan-file.ts';
import { recogniseFile } from '../../../lib/command-line/folder/recognise-file.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', '..', 'docs', 'examples');
const NOW = new Date('2026-03-10T09:00:00Z');

const scratch = mkdtempSync(join(tmpdir(), 'seatpulse-recognition-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const written = (name: string, content: string | Buffer): string => {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
};

test.each([
  ['ActiveUserDetail.csv', 'graph.office365ActiveUserDetail'],
  ['TeamsUserActivityUserDetail.csv', 'graph.teamsUserActivityUserDetail'],
  ['SharePointActivityUserDetail.csv', 'graph.sharePointActivityUserDetail'],
  ['OneDriveActivityUserDetail.csv', 'graph.oneDriveActivityUserDetail'],
  ['YammerActivityUserDetail.csv', 'graph.yammerActivityUserDetail'],
  ['DynamicsUsage.csv', 'partnerCenter.dynamicsUsage'],
  ['subscribedSkus.json', 'graph.subscribedSkus'],
  ['directorySubscriptions.json', 'graph.directorySubscriptions'],
  ['users.json', 'graph.users'],
  ['partnerCenterSubscriptions.json', 'partnerCenter.subscriptions'],
  ['identities.csv', 'identities'],
])('%s is recognised by what stands in it', async (file, kind) => {
  expect(await recogniseFile(join(EXAMPLES, file))).toEqual({ kind });
});

test('a file is recognised in UTF-16, behind a separator line, and when it is longer than what is looked at', async () => {
  const header = 'User Principal Name;Team Chat Message Count\r\nada@contoso.example;1\r\n';
  const utf16 = Buffer.from(`\ufeffsep=;\r\n${header}`, 'utf16le');
  expect(await recogniseFile(written('utf16.csv', utf16))).toEqual({ kind: 'graph.teamsUserActivityUserDetail' });
  const users = Array.from({ length: 20_000 }, (_, at) => ({
    id: `${at}`,
    userPrincipalName: `${at}@a.example`,
    assignedLicenses: [],
  }));
  expect(await recogniseFile(written('long.json', JSON.stringify({ value: users })))).toEqual({ kind: 'graph.users' });
});

test.each([
  ['empty.csv', '', 'It is empty.'],
  ['shopping.csv', 'milk,bread\n1,2\n', 'No kind of file has its header.'],
  ['other.json', '{"value":[{"milk":1}]}', 'No kind of file has such items.'],
  ['none.json', '{"milk":1}', 'It has no items in a list.'],
  [
    'mail.csv',
    'User Principal Name,Send Count,Receive Count\n',
    'It looks like the report getEmailActivityUserDetail, which is not imported.',
  ],
])('%s is of no kind, and it is said why', async (name, content, unknown) => {
  expect(await recogniseFile(written(name, content))).toEqual({ unknown });
});

test.each([
  ['contoso--users.json', 'exports', undefined, 'contoso'],
  ['contoso--2026-03-09--users.json', 'exports', undefined, 'contoso'],
  ['fabrikam/contoso--users.json', 'exports', undefined, 'contoso'],
  ['fabrikam/users.json', 'exports', 'litware', 'fabrikam'],
  ['daily/fabrikam/users.json', 'exports', undefined, 'fabrikam'],
  ['users.json', 'exports', 'litware', 'litware'],
  ['users.json', 'contoso', undefined, 'contoso'],
  ['users.json', 'of all customers', undefined, undefined],
])('%s in the folder "%s", else of %s, is a file of %s', (path, folder, otherwise, customer) => {
  expect(customerOf(path, folder, otherwise)).toBe(customer);
});

/** How the file `name` of a folder of its own, changed on a day, would be handed in. */
const planned = async (name: string, content: string, files: object, modifiedAt: Date) => {
  const absolutePath = written(name, content);
  const file = { path: name, absolutePath, bytes: content.length, modifiedAt };
  return planFile(file, { folder: '/data/contoso', manifest: { files: { ...files } } }, NOW);
};

const SKUS = '{"value":[{"skuId":"x","prepaidUnits":{},"consumedUnits":1,"skuPartNumber":"X"}]}';

test('a file that does not say its day speaks of the one on which it was written, and of none to come', async () => {
  const yesterday = new Date('2026-03-09T23:59:00Z');
  expect(await planned('skus.json', SKUS, {}, yesterday)).toMatchObject({
    request: { kind: 'graph.subscribedSkus', customerId: 'contoso', day: '2026-03-09' },
  });
  expect(await planned('skus.json', SKUS, {}, new Date('2031-01-01'))).toMatchObject({
    request: { day: '2026-03-10' },
  });
});

test('the manifest stands above all else, and may name what only the deployment knows', async () => {
  const files = {
    'skus-*.json': { kind: 'vendor.seats', customer: 'fabrikam', day: '2026-03-01', request: { preset: 'generic' } },
    '*.json': { skip: true },
  };
  expect(await planned('skus-1.json', SKUS, files, NOW)).toMatchObject({
    request: { kind: 'vendor.seats', customerId: 'fabrikam', day: '2026-03-01', preset: 'generic' },
    sha256: '728dbff87c140cf7fbacc28df300471762e2b7689025d7131b404ba2cb758ec8',
  });
  expect(await planned('skus.json', SKUS, files, NOW)).toMatchObject({ left: 'skipped' });
});

test('a file that names its customers itself is asked for without one', async () => {
  const header = 'CustomerTenantId,PartnerHierarchy,AssignedSeats,ActiveSeats,RevSumDivisionName,Month,SKUId\n';
  const plan = await planned('usage.csv', header, { 'usage.csv': { kind: 'partnerCenter.dynamicsUsage' } }, NOW);
  expect(plan).toMatchObject({ request: { kind: 'partnerCenter.dynamicsUsage' } });
  expect(plan).not.toHaveProperty('request.customerId');
  expect(plan).not.toHaveProperty('request.day');
});

test('the data files of a folder are found in order, and what else is there is told', async () => {
  const { files, others } = await findFiles(EXAMPLES);
  expect(files.map(({ path }) => path)).toEqual([
    'ActiveUserDetail.csv',
    'CopilotUsageUserDetail.csv',
    'DynamicsUsage.csv',
    'OneDriveActivityUserDetail.csv',
    'SharePointActivityUserDetail.csv',
    'TeamsUserActivityUserDetail.csv',
    'YammerActivityUserDetail.csv',
    'customers.csv',
    'directorySubscriptions.json',
    'identities.csv',
    'partnerCenterSubscriptions.json',
    'subscribedSkus.json',
    'subscriptions.csv',
    'users.json',
  ]);
  expect(others).toEqual(['seatpulse.config.ts']);
});

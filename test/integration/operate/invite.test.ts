import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readInviteOptions } from '../../../infra/operate/invite-options.ts';
import { type Directory, doAsAsked } from '../../../infra/operate/people.ts';
import { readAccess } from '../../../lib/access/read-access.ts';
import { listEntries } from '../../../lib/audit/list-entries.ts';
import { changePartner, readPartner } from '../../../lib/customers/partner-table.ts';
import { type AwsServices, startAws } from '../../fixtures/aws/services.ts';
import { createTestPool } from '../../fixtures/aws/user-pool.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

const pool = createTestPool('eu-central-1_Pool');
let aws: AwsServices;
let tables: TestTables;
let directory: Directory;
let said: string[] = [];

beforeAll(async () => {
  aws = await startAws(pool.answers);
  tables = await startTables();
  await changePartner(tables.licensing, 'acme', () => ({
    partnerId: 'acme',
    name: 'Acme',
    tenantIds: [],
    recipients: ['ops@acme.example'],
  }));
  directory = {
    pool: { client: new CognitoIdentityProviderClient({ endpoint: aws.url }), id: pool.id },
    licensing: tables.licensing,
    trail: { jobs: tables.jobs, subject: 'npm run invite (olga)', at: new Date('2026-03-02T10:00:00Z') },
    outputs: {
      ApiUrl: 'https://seatpulse.vendor.example',
      PagesClientId: 'p',
      OperationsClientId: 'o1',
      NightlyFeedClientId: 'n1',
    },
    firstOperator: '',
    say: (line) => said.push(line),
  };
});
beforeEach(() => {
  said = [];
  pool.users.clear();
  pool.mailed.length = 0;
});
afterAll(async () => {
  await tables.stop();
  await aws.stop();
});

const ask = (line: string, changed: Partial<Directory> = {}) =>
  doAsAsked(
    { ...directory, ...changed },
    readInviteOptions(line.match(/"[^"]*"|\S+/gu)?.map((word) => word.replaceAll('"', '')) ?? []).request,
  );
const subOf = (email: string): string => pool.users.get(email)?.sub ?? 'nobody';
const accessOf = (email: string) => readAccess(tables.licensing, subOf(email));

test('a person is made with a verified address, mailed, and given access to the partner', async () => {
  await ask('--email Ana@Acme.example --partner acme');
  expect(pool.users.get('ana@acme.example')).toMatchObject({ verified: true, status: 'FORCE_CHANGE_PASSWORD' });
  expect(pool.mailed).toEqual(['ana@acme.example']);
  const sub = subOf('ana@acme.example');
  expect(await accessOf('ana@acme.example')).toEqual({
    subject: sub,
    partnerId: 'acme',
    scopes: ['insights:read', 'exports:write'],
  });
  expect(said).toEqual([
    'ana@acme.example is invited: a mail with a password leads to https://seatpulse.vendor.example/',
    `ana@acme.example (${sub}) may now act as acme: insights:read exports:write.`,
  ]);
});

test('asked again, nobody gets a second mail, and other rights take the place of those before', async () => {
  await ask('--email ana@acme.example --partner acme');
  const sub = subOf('ana@acme.example');
  await ask('--email ana@acme.example --partner acme --scopes "insights:read"');
  expect(pool.mailed).toEqual(['ana@acme.example']);
  expect(await accessOf('ana@acme.example')).toMatchObject({ subject: sub, scopes: ['insights:read'] });
  expect(said.slice(2)).toEqual([
    'ana@acme.example was invited before and has not signed in yet; --resend mails a new password.',
    `ana@acme.example (${sub}) may now act as acme: insights:read. Before: acme: insights:read exports:write.`,
  ]);
});

test('a password that expired is mailed anew, until the person has one of their own', async () => {
  await ask('--email ana@acme.example --partner acme');
  await ask('--email ana@acme.example --partner acme --resend');
  expect(pool.mailed).toEqual(['ana@acme.example', 'ana@acme.example']);
  expect(said).toContain('ana@acme.example gets a new mail with a new password.');
  Object.assign(pool.users.get('ana@acme.example') ?? {}, { status: 'CONFIRMED' });
  await ask('--email ana@acme.example --partner acme --resend');
  expect(pool.mailed).toHaveLength(2);
  expect(said).toContain(
    'ana@acme.example has chosen a password already; "Forgot your password?" of the sign-in leads to another.',
  );
});

test('where the partner does not exist, nobody is made and nobody gets a mail', async () => {
  await expect(ask('--email ana@acme.example --partner nobody')).rejects.toThrow(
    'There is no partner "nobody". Create it with the invitation: --create-partner "Its name". Nothing was done.',
  );
  expect([pool.users.size, pool.mailed]).toEqual([0, []]);
});

test('a partner is created with its first person, and stays as it is with the next', async () => {
  await ask('--email bo@contoso.example --partner contoso --create-partner "Contoso Ltd"');
  await ask('--email cy@contoso.example --partner contoso --create-partner "Another name"');
  expect(await readPartner(tables.licensing, 'contoso')).toEqual({
    partnerId: 'contoso',
    name: 'Contoso Ltd',
    tenantIds: [],
    recipients: [],
    recipientsSetAt: expect.any(String),
  });
  await ask('--email ana@acme.example --partner acme --create-partner "Another name"');
  expect(await readPartner(tables.licensing, 'acme')).toMatchObject({ name: 'Acme', recipients: ['ops@acme.example'] });
});

test('operators are people or programs, without a partner', async () => {
  await ask('--email ona@vendor.example --operator');
  expect(await accessOf('ona@vendor.example')).toEqual({ subject: subOf('ona@vendor.example'), scopes: ['operator'] });
  await ask('--program operations --operator');
  expect(await readAccess(tables.licensing, 'o1')).toEqual({ subject: 'o1', scopes: ['operator'] });
  expect(said.at(-1)).toBe('The program operations (o1) may now act as operator.');
});

test('programs are named as in the settings; the pages are none', async () => {
  await ask('--program nightly-feed --partner acme --scopes "activity:write licensing:write"');
  expect(await readAccess(tables.licensing, 'n1')).toMatchObject({ scopes: ['activity:write', 'licensing:write'] });
  for (const name of ['pages', 'feed'])
    await expect(ask(`--program ${name} --operator`)).rejects.toThrow(
      `The stage has no program "${name}". It has operations, nightly-feed: name more under identity.integrations, and deploy.`,
    );
});

test('who lost a phone is made anew and keeps the access, under another subject', async () => {
  await ask('--email ana@acme.example --partner acme');
  Object.assign(pool.users.get('ana@acme.example') ?? {}, { status: 'CONFIRMED' });
  const before = subOf('ana@acme.example');
  await ask('--email ana@acme.example --lost-phone');
  expect(subOf('ana@acme.example')).not.toBe(before);
  expect(await accessOf('ana@acme.example')).toEqual({
    subject: subOf('ana@acme.example'),
    partnerId: 'acme',
    scopes: ['insights:read', 'exports:write'],
  });
  expect(await readAccess(tables.licensing, before)).toBeUndefined();
  expect(pool.mailed).toEqual(['ana@acme.example', 'ana@acme.example']);
  expect(said).toContain(
    'ana@acme.example is made anew. If this breaks off, invite them again with: --partner acme --scopes "insights:read exports:write"',
  );
});

test('who leaves is deleted with their access; asked again, nobody is missed', async () => {
  await ask('--email ana@acme.example --partner acme');
  const sub = subOf('ana@acme.example');
  await ask('--email ana@acme.example --leaving');
  expect([pool.users.size, await readAccess(tables.licensing, sub)]).toEqual([0, undefined]);
  await ask('--email ana@acme.example --leaving');
  expect(said.at(-1)).toBe('There is no user ana@acme.example.');
});

test('a deletion that broke off after the access is finished by the next', async () => {
  await ask('--email ana@acme.example --partner acme');
  const denied = { ...pool.answers };
  delete (denied as Record<string, unknown>)['AWSCognitoIdentityProviderService.AdminDeleteUser'];
  const broken = await startAws(denied);
  const client = new CognitoIdentityProviderClient({ endpoint: broken.url });
  await expect(ask('--email ana@acme.example --leaving', { pool: { client, id: pool.id } })).rejects.toThrow(
    'may not call',
  );
  await broken.stop();
  expect(pool.users.size).toBe(1);
  await ask('--email ana@acme.example --leaving');
  expect(pool.users.size).toBe(0);
});

test('the first operator of the settings cannot leave: without a record it would be an operator again', async () => {
  await ask('--program operations --operator');
  await expect(ask('--program operations --leaving', { firstOperator: 'o1' })).rejects.toThrow(
    "o1 is the stage's firstOperator, and so would stay an operator.",
  );
  expect(await readAccess(tables.licensing, 'o1')).toBeDefined();
  await ask('--program operations --leaving');
  expect(await readAccess(tables.licensing, 'o1')).toBeUndefined();
});

test('where tokens come from another issuer, access is given to subjects', async () => {
  const { pool: _pool, ...elsewhere } = directory;
  const { request } = readInviteOptions(['--subject', 'auth0|ana', '--partner', 'acme', '--scopes', 'insights:read']);
  await doAsAsked(elsewhere, request);
  expect(await readAccess(tables.licensing, 'auth0|ana')).toMatchObject({ partnerId: 'acme' });
  const person = readInviteOptions(['--email', 'ana@acme.example', '--partner', 'acme']).request;
  await expect(doAsAsked(elsewhere, person)).rejects.toThrow('This stage has no user pool');
});

test('what is granted, taken away and created is recorded under the login', async () => {
  await ask('--email mia@mail.example --partner fresh --create-partner "Fresh"');
  const sub = subOf('mia@mail.example');
  await ask('--email mia@mail.example --leaving');
  const { entries } = await listEntries(tables.jobs, {}, { limit: 100, now: directory.trail.at });
  const by = { at: '2026-03-02T10:00:00.000Z', subject: 'npm run invite (olga)', outcome: 'done' };
  const record = JSON.stringify({ subject: sub, partnerId: 'fresh', scopes: ['insights:read', 'exports:write'] });
  expect(entries).toEqual(
    expect.arrayContaining([
      {
        ...by,
        action: 'partner.put',
        target: 'fresh',
        after: JSON.stringify({ partnerId: 'fresh', name: 'Fresh', tenantIds: [], recipients: [] }),
      },
      { ...by, action: 'access.put', target: sub, after: record },
      { ...by, action: 'access.delete', target: sub, before: record },
    ]),
  );
  expect(JSON.stringify(entries)).not.toContain('mia@mail.example');
});

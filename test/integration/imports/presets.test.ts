import { afterAll, beforeAll, expect, test } from 'vitest';
import { listEntries } from '../../../lib/audit/list-entries.ts';
import { changeCustomer } from '../../../lib/customers/customer-table.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { type Imports, startImports } from './imports-under-test.ts';

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(60);
  await changeCustomer(imports.tables.licensing, 'contoso', () => ({
    customerId: 'contoso',
    name: 'Contoso',
    partners: { acme: { since: '2020-01-01' } },
  }));
});
afterAll(() => imports.stop());

const PUT = 'PUT /v1/presets/{name}';
const GET = 'GET /v1/presets/{name}';
const DELETE = 'DELETE /v1/presets/{name}';
const acme = partnerUser('acme');
const columns = { user: 'Mail', product: { const: 'chatgpt-enterprise' }, lastActiveOn: 'Seen' };

const namesFor = async (caller = acme) => {
  const { body } = await imports.presets('GET /v1/presets', caller);
  const { presets } = body as { presets: { name: string; by: string }[] }; // the 200 of this operation
  return presets.filter(({ by }) => by !== 'release').map(({ name, by }) => [name, by]);
};

test('a partner keeps presets for itself, the operator for all, and each goes before that of the release of none', async () => {
  expect(await imports.presets(PUT, acme, 'our-assistant', { note: 'Monthly export', columns })).toMatchObject({
    status: 200,
    body: { name: 'our-assistant', by: 'partner', note: 'Monthly export', columns },
  });
  const general = { ...columns, user: 'Login' };
  await imports.presets(PUT, operator, 'our-assistant', { columns: general });
  await imports.presets(PUT, operator, 'for-all', { columns });
  expect(await namesFor()).toEqual([
    ['for-all', 'operator'],
    ['our-assistant', 'partner'],
  ]);
  expect(await namesFor(partnerUser('fabrikam'))).toEqual([
    ['for-all', 'operator'],
    ['our-assistant', 'operator'],
  ]);
  expect(await namesFor(operator)).toEqual([
    ['for-all', 'operator'],
    ['our-assistant', 'operator'],
  ]);
  expect((await imports.presets(GET, partnerUser('fabrikam'), 'our-assistant')).body).toMatchObject({
    columns: general,
  });
  expect((await imports.presets(GET, acme, 'slack-member-days')).body).toMatchObject({ by: 'release' });
});

test('an import names a stored preset, keeps its columns, and may replace some of them', async () => {
  await imports.presets(PUT, acme, 'to-import', { columns });
  const body = { kind: 'seats', customerId: 'contoso', preset: 'to-import', day: '2026-03-01' };
  const id = await imports.hand(body, 'Mail,Seen\nada@contoso.example,2026-02-27\nbob@contoso.example,\n', acme);
  await imports.presets(DELETE, acme, 'to-import');
  expect(await imports.run(id)).toMatchObject({ status: 'complete', rows: 2, preset: 'to-import', errors: [] });
  expect([...(await imports.assignmentsOf('contoso')).keys()].sort()).toEqual([
    'ada@contoso.example',
    'bob@contoso.example',
  ]);
  expect(await imports.request(body, acme)).toMatchObject({ status: 400, body: { code: 'unknown_preset' } });
  await imports.presets(PUT, partnerUser('fabrikam'), 'fabrikams', { columns });
  expect(await imports.request({ ...body, preset: 'fabrikams' }, acme)).toMatchObject({ status: 400 });
});

test('presets are recorded by whom they were put and deleted, and once', async () => {
  for (const seen of ['Seen', 'Seen', 'Last seen'])
    await imports.presets(PUT, acme, 'recorded', { columns: { ...columns, lastActiveOn: seen } });
  expect(await imports.presets(DELETE, acme, 'recorded')).toMatchObject({ status: 204 });
  expect(await imports.presets(DELETE, acme, 'recorded')).toMatchObject({ status: 404 });
  const page = { limit: 10, now: new Date() };
  const { entries } = await listEntries(imports.tables.jobs, { target: 'recorded' }, page);
  expect(entries.map(({ action, subject, portfolio }) => `${action} ${subject} ${portfolio}`).sort()).toEqual([
    'preset.delete someone-at-acme acme',
    'preset.put someone-at-acme acme',
    'preset.put someone-at-acme acme',
  ]);
});

test('what cannot be kept is refused', async () => {
  const codeOf = async (name: string, body: unknown, caller = acme) =>
    ((await imports.presets(PUT, caller, name, body)).body as { code: string }).code; // a problem
  expect(await codeOf('generic', { columns })).toBe('preset_of_release');
  expect(await codeOf('Not A Name', { columns })).toBe('invalid_path');
  expect(await codeOf('no-user', { columns: { product: 'Plan' } })).toBe('invalid_request');
  const values = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`plan number ${at}`, 'claude-team']));
  expect(await codeOf('too-large', { columns: { ...columns, product: { column: 'Plan', values } } })).toBe(
    'preset_too_large',
  );
  expect(await codeOf('one-scope', { columns }, partnerUser('acme', ['activity:write']))).toBe('missing_scope');
  const names = Array.from({ length: 40 }, (_, at) => `full-${at}`);
  for (const name of names) await imports.presets(PUT, partnerUser('tailspin'), name, { columns });
  expect(await codeOf('one-more', { columns }, partnerUser('tailspin'))).toBe('too_many_presets');
  expect(await codeOf('full-39', { columns }, partnerUser('tailspin'))).toBeUndefined();
});

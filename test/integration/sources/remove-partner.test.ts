import { afterAll, beforeAll, expect, test } from 'vitest';
import { changePartner, readPartner } from '../../../lib/customers/partner-table.ts';
import { changePreset } from '../../../lib/imports/job/preset-table.ts';
import { removePartner } from '../../../lib/sources/managing/remove-partner.ts';
import { changePartnerSource } from '../../../lib/sources/store/source-table.ts';
import { REMOVE } from '../../../lib/storage/revision.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

const NOW = new Date('2026-03-10T10:00:00Z');
const columns = { user: 'Mail', product: 'Product' };

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

const remove = (partnerId: string) => removePartner(tables.licensing, partnerId, NOW, async () => {});
const givenPartner = async (partnerId: string): Promise<void> => {
  const partner = { partnerId, name: partnerId, tenantIds: [], recipients: [] };
  await changePartner(tables.licensing, partnerId, () => partner);
};

test('a partner that keeps presets or has sources is not deleted, and is once they are gone', async () => {
  const { licensing } = tables;
  await givenPartner('acme');
  await changePreset(licensing, 'acme', 'ours', () => ({ name: 'ours', columns }));
  const source = {
    ...{ name: 'microsoft', portfolio: 'acme', kind: 'microsoft' as const, putAt: NOW.toISOString() },
    ...{ newCustomers: 'proposed' as const, settings: {} },
  };
  await changePartnerSource(licensing, { portfolio: 'acme', name: 'microsoft' }, () => source);

  await expect(remove('acme')).rejects.toMatchObject({ status: 409, code: 'partner_has_sources' });
  await changePartnerSource(licensing, { portfolio: 'acme', name: 'microsoft' }, () => REMOVE);
  await expect(remove('acme')).rejects.toMatchObject({
    status: 409,
    code: 'partner_has_presets',
    message: expect.stringContaining('"ours"'),
  });
  expect(await readPartner(licensing, 'acme')).toMatchObject({ partnerId: 'acme' });
  await changePreset(licensing, 'acme', 'ours', () => undefined);
  await remove('acme');
  expect(await readPartner(licensing, 'acme')).toBeUndefined();
});

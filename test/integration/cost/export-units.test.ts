import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXPORT } from '../../../infra/operate/cost/unit-counts.ts';
import { customerRow } from '../../unit/exports/contoso.ts';
import { type ExportFunctions, publish, startExports, storePartner } from '../exports/export-functions.ts';
import { unitsConsumed } from './units-consumed.ts';

let exports: ExportFunctions;
beforeAll(async () => {
  exports = await startExports({ metered: true });
  await storePartner(exports.tables);
});
afterAll(() => exports.stop());

test.each([1, 200])('an export of %s customers takes the same: their rows lie in S3', async (customers) => {
  const rows = Array.from({ length: customers }, (_, at) => customerRow({ customerId: `customer-${at}` }));
  await publish(exports.tables, rows);
  const consumed = await unitsConsumed(exports.tables, async () => {
    await exports.order({ reports: ['deployment', 'usage', 'recommendations'] });
    await exports.drain();
  });
  expect(consumed).toEqual(EXPORT);
});

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { createCatalogueReader } from '../../../lib/catalogue/store/catalogue-reader.ts';
import { readCatalogue } from '../../../lib/catalogue/store/own-entries-table.ts';
import { readShownVersion } from '../../../lib/catalogue/store/shown-version.ts';
import { versionsIn } from '../../../lib/catalogue/store/version-table.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { type CatalogueFunctions, startCatalogueFunctions, watched } from './catalogue-functions.ts';

let functions: CatalogueFunctions;
beforeAll(async () => {
  functions = await startCatalogueFunctions();
  await storeCustomer(functions.tables.licensing, 'contoso', ['northwind']);
});
afterAll(() => functions.stop());

const put = async (sku: string, name: string): Promise<string> => {
  const body = { name, family: 'securityservices', workloads: ['mailshield'] };
  const answer = await functions.call('PUT /v1/products/{sku}', { path: { sku }, body });
  return (answer.body as { version: string }).version; // the 200 of this operation
};

test('a snapshot keeps its version and its names after a product is renamed; later ones have the new', async () => {
  const old = await put('shield', 'Mail Shield');
  const customer = { path: { id: 'contoso' } };
  const subscription = { id: 's', sku: 'shield', quantity: 5, state: 'active', isTrial: false };
  await functions.call('PUT /v1/customers/{id}/subscriptions', {
    ...customer,
    body: { subscriptions: [subscription] },
  });
  expect(await functions.recalculate(await functions.requestRun('contoso', '2026-03-01'))).toBe(true);
  const late = await functions.requestRun('contoso', '2026-03-01');

  const renamed = await put('shield', 'Shield Plus');
  expect(renamed).not.toBe(old);
  expect(late.catalogVersion).toBe(old);
  expect(await functions.recalculate(late)).toBe(true);
  vi.setSystemTime(new Date('2026-03-03T10:00:00Z'));
  expect(await functions.recalculate(await functions.requestRun('contoso', '2026-03-02'))).toBe(true);

  const { body } = await functions.call('GET /v1/customers/{id}/insights/history', customer);
  expect(body).toMatchObject({
    days: [
      { asOf: '2026-03-01', catalogVersion: old, deployment: { products: [{ name: 'Mail Shield', sold: 5 }] } },
      { asOf: '2026-03-02', catalogVersion: renamed, deployment: { products: [{ name: 'Shield Plus', sold: 5 }] } },
    ],
  });
  const query = { asOf: '2026-03-01' };
  expect((await functions.call('GET /v1/customers/{id}/insights', { ...customer, query })).body).toMatchObject({
    catalogVersion: old,
    deployment: { products: [{ name: 'Mail Shield', family: 'securityservices' }] },
  });
});

test('a recalculation by a version that was never stored returns to its queue', async () => {
  const message = { customerId: 'contoso', asOf: '2026-03-02', catalogVersion: '000000000000' };
  expect(await functions.recalculate(message)).toBe(false);
});

test('insights of a version that is gone are read with the names of the bundled one', async () => {
  const message = await functions.requestRun('contoso', '2026-03-02');
  expect(await functions.recalculate(message)).toBe(true);
  const versions = versionsIn(functions.tables.licensing);
  expect(await readShownVersion(versions, '000000000000')).toBe(bundledCatalogue);
  expect((await readShownVersion(versions, message.catalogVersion)).version).toBe(message.catalogVersion);
});

test('every version that was stored is read back whole, the bundled one too for a release that bundles another', async () => {
  const { licensing } = functions.tables;
  const current = await readCatalogue(licensing);
  const other = { ...bundledCatalogue, version: 'another-name' };
  for (const catalogue of [current, other]) {
    await versionsIn(licensing).store(catalogue);
    await versionsIn(licensing).store({ ...catalogue, products: new Map() });
    expect(await versionsIn(licensing).read(catalogue.version)).toEqual(catalogue);
  }
});

test('an instance stores a version once and reads it once, and the bundled one never', async () => {
  const told: string[] = [];
  const { licensing } = functions.tables;
  const current = await readCatalogue(licensing);
  const versions = versionsIn(watched(licensing, (operation) => told.push(operation)));
  await versions.read(bundledCatalogue.version);
  await Promise.all([versions.read(current.version), versions.read(current.version)]);
  await versions.read(current.version);
  expect(told).toEqual(['GetCommand']);
  await versions.store(bundledCatalogue);
  await versions.store(bundledCatalogue);
  expect(told).toEqual(['GetCommand', 'PutCommand']);
});

test('an instance reads the current catalogue at most once a minute, unless something asked for is missing', async () => {
  let reads = 0;
  const kept = createCatalogueReader(
    watched(functions.tables.licensing, () => {
      reads += 1;
    }),
  );
  const at = (second: number) => new Date(Date.UTC(2026, 2, 3, 10, 0, second));
  const first = await kept(at(0));
  await put('shield', 'Shield Max');
  expect(await kept(at(59), ({ products }) => products.has('shield'))).toBe(first);
  expect(reads).toBe(1);
  const second = await kept(at(60));
  expect([reads, second.products.get('shield')?.name]).toEqual([2, 'Shield Max']);
  await put('sword', 'Sword');
  const third = await kept(at(61), ({ products }) => products.has('sword'));
  expect([reads, third.products.get('sword')?.name]).toEqual([3, 'Sword']);
  expect(await kept(at(62), ({ products }) => products.has('nothing'))).toBe(third);
  expect(reads).toBe(4);
});

import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { A, fullCoverage, listsOf, seats, snapshotFor, user } from '../../fixtures/adoption.ts';

test('the snapshot of a customer with 40 products of three sellers takes less than 4 KB', () => {
  const products = [...bundledCatalogue.products.values()].filter(({ offer }) => offer === 'paid').slice(0, 40);
  const users = products.map(({ sku, workloads }, index) =>
    user(`user-${index}`, {
      held: { [sku]: [[A - 40 - index, true]] },
      active: Object.fromEntries(workloads.map((workload) => [workload, [index % 28]])),
    }),
  );
  const list = (seller: number) => products.map(({ sku }, index) => seats(sku, 1000 * seller + index * 37));
  const snapshot = snapshotFor(users, {
    catalogue: bundledCatalogue,
    coverage: fullCoverage,
    seats: listsOf({ 'partner-one': list(1), 'partner-two': list(2), 'partner-three': list(3) }),
  });
  expect(snapshot.products).toHaveLength(40);
  expect(brotliCompressSync(JSON.stringify(snapshot)).length).toBeLessThan(4096);
});

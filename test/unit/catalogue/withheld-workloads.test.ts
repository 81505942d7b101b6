import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { bundledServicePlans } from '../../../lib/catalogue/service-plans.ts';
import { withheldWorkloads } from '../../../lib/catalogue/withheld-workloads.ts';

const plansOf = new Map([
  [
    'suite',
    new Map([
      ['teams', ['t']],
      ['yammer', ['y1', 'y2']],
    ]),
  ],
]);

test.each<[string[], string[]]>([
  [[], []],
  [['t'], ['teams']],
  [['y1'], []],
  [
    ['y2', 't', 'y1', 'other'],
    ['teams', 'yammer'],
  ],
])('with the plans %j disabled, %j are taken away', (disabled, workloads) => {
  expect(withheldWorkloads(plansOf, 'suite', new Set(disabled))).toEqual(workloads);
});

test('takes nothing away from a product whose plans are not known', () => {
  expect(withheldWorkloads(plansOf, 'our-own', new Set(['t']))).toEqual([]);
});

test('knows the plans of every workload of the bundled products, but of one that no plan provides', () => {
  const ofMicrosoft = [...bundledCatalogue.products.values()].filter(({ family }) =>
    /^(?:office|dynamics)365$/u.test(family),
  );
  const without = ofMicrosoft.flatMap(({ sku, partNumber, workloads }) =>
    workloads.filter((one) => !bundledServicePlans.get(sku)?.has(one)).map((one) => [partNumber, one]),
  );
  expect(without).toEqual([['PROJECTESSENTIALS', 'project']]);
});

test('takes away every workload of a bundled product when all of its plans are disabled', () => {
  const all = new Set([...bundledServicePlans.values()].flatMap((plans) => [...plans.values()].flat()));
  const e3 = bundledCatalogue.products.get('6fd2c87f-b296-42f0-b197-1e91e994b900');
  const taken = withheldWorkloads(bundledServicePlans, e3?.sku ?? '', all);
  expect(taken).toEqual([...(e3?.workloads ?? []), 'skypeforbusiness'].sort());
});

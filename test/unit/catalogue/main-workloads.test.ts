import { expect, test } from 'vitest';
import { mainWorkloadsOf } from '../../../lib/catalogue/main-workloads.ts';

test.each([
  ['office365', ['exchange', 'yammer', 'teams', 'officeapps'], ['exchange', 'teams']],
  ['office365', ['officeapps', 'yammer'], ['officeapps', 'yammer']],
  ['dynamics365', ['dynamics365sales', 'sharepoint'], ['dynamics365sales', 'sharepoint']],
  ['securityservices', ['mailshield'], ['mailshield']],
])('a product of %s with %j is judged by %j', (family, workloads, main) => {
  expect(mainWorkloadsOf({ family, workloads })).toEqual(main);
});

test("the workloads that a product's entry marks are its main ones, whatever its family", () => {
  const mainWorkloads = ['yammer'];
  expect(mainWorkloadsOf({ family: 'office365', workloads: ['exchange', 'yammer'], mainWorkloads })).toEqual([
    'yammer',
  ]);
});

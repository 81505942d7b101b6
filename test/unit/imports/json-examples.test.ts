import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { productNames } from '../../../lib/catalogue/names/product-names.ts';
import { parseDirectorySubscriptions } from '../../../lib/imports/formats/readers/graph-directory-subscriptions.ts';
import { parseSubscribedSkus } from '../../../lib/imports/formats/readers/graph-subscribed-skus.ts';
import { parsePartnerCenterSubscriptions } from '../../../lib/imports/formats/readers/partner-center-subscriptions.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { parseUsers } from '../../fixtures/imports/users.ts';

const example = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/examples', name), 'utf8'));
const TODAY = parseDay('2026-03-10');
const partNumber = (sku: string) => bundledCatalogue.products.get(sku)?.partNumber;

const users = () => parseUsers(example('users.json'));
const directory = () => parseDirectorySubscriptions(example('directorySubscriptions.json'), bundledCatalogue, TODAY);
const sold = () =>
  parsePartnerCenterSubscriptions(
    example('partnerCenterSubscriptions.json'),
    { names: productNames(bundledCatalogue), sold: new Set(), before: new Map() },
    TODAY,
  );

test('the example of all users shows a product held twice, a failed assignment and workloads taken away', () => {
  const { stated, found } = users();
  expect(found).toMatchObject({ rows: 6, errorCount: 0, warnings: [] });
  const said = [...stated.users].map(([userId, user]) => [
    userId.split('@')[0],
    user?.held.map(partNumber),
    [...(user?.withheld?.values() ?? [])].flat(),
  ]);
  expect(said).toEqual([
    ['ada', ['ENTERPRISEPACK'], []],
    ['bob', ['ENTERPRISEPACK', 'VISIOCLIENT'], ['yammer']],
    ['cem', ['ENTERPRISEPACK'], []],
    ['dora', ['EXCHANGESTANDARD'], []],
    ['eli', ['EXCHANGESTANDARD'], []],
    ['gina_fabrikam.example#ext#', [], []],
  ]);
});

test('the examples of the two lists of all seats agree, but for the trial that only one of them tells', () => {
  const seatsIn = ({ totals }: ReturnType<typeof directory>) =>
    totals.map(({ sku, active, grace, trial }) => [partNumber(sku), active, grace, trial]);
  expect(seatsIn(parseSubscribedSkus(example('subscribedSkus.json'), bundledCatalogue))).toEqual([
    ['ENTERPRISEPACK', 5, 1, null],
    ['EXCHANGESTANDARD', 2, 0, null],
    ['VISIOCLIENT', 2, 0, null],
  ]);
  expect(seatsIn(directory())).toEqual([
    ['ENTERPRISEPACK', 5, 1, 0],
    ['EXCHANGESTANDARD', 2, 0, 0],
    ['VISIOCLIENT', 0, 0, 2],
  ]);
});

test("the example of a partner's list tells of the same subscriptions as the directory does", () => {
  const { subscriptions, found } = sold();
  expect(found).toMatchObject({ rows: 4, counts: { usageBased: 1, subscriptions: 3 }, errorCount: 0, warnings: [] });
  const told = (list: typeof subscriptions) =>
    list.map(({ id, sku, quantity, state }) => `${id}: ${quantity} ${partNumber(sku)} ${state}`);
  expect(told(subscriptions).sort()).toEqual(told([...(directory().byOwner?.values() ?? [])].flat()).sort());
});

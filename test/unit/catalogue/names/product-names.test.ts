import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../../lib/catalogue/bundled-catalogue.ts';
import { closeName, foldName } from '../../../../lib/catalogue/names/fold-name.ts';
import { productNames, productsNamed } from '../../../../lib/catalogue/names/product-names.ts';
import { TRADE_NAMES } from '../../../../lib/catalogue/names/trade-names.ts';
import type { Catalogue, Product } from '../../../../lib/catalogue/product.ts';

const names = productNames(bundledCatalogue);
const partNumbers = (text: string) =>
  productsNamed(names, text).map((sku) => bundledCatalogue.products.get(sku)?.partNumber);
const catalogueWith = (...products: Product[]): Pick<Catalogue, 'products'> => ({
  products: new Map([...bundledCatalogue.products, ...products.map((one) => [one.sku, one] as const)]),
});
const bundled = (partNumber: string): Product => {
  const found = [...bundledCatalogue.products.values()].find((one) => one.partNumber === partNumber);
  if (!found) throw new Error(`there is no ${partNumber}`);
  return found;
};

test.each([
  ['Dynamics 365 Sales Enterprise', 'DYN365_ENTERPRISE_SALES'],
  ['Dynamics 365 Sales Enterprise Edition', 'DYN365_ENTERPRISE_SALES'],
  ['Dynamics 365 for Sales, Enterprise edition', 'DYN365_ENTERPRISE_SALES'],
  ['Dynamics 365 Sales Professional', 'D365_SALES_PRO'],
  ['Dynamics 365 Sales Professional for Faculty', 'D365_SALES_PRO'],
  ['Dynamics 365 Customer Service Enterprise', 'DYN365_ENTERPRISE_CUSTOMER_SERVICE'],
  ['Dynamics 365 Customer Service Professional', 'DYN365_CUSTOMER_SERVICE_PRO'],
  ['Dynamics 365 Field Service', 'DYN365_ENTERPRISE_FIELD_SERVICE'],
  ['Dynamics 365 Supply Chain Management', 'DYN365_SCM'],
  ['Dynamics 365 Finance Attach', 'DYN365_FINANCE_ATTACH'],
  ['Dynamics 365 Sales Enterprise Attach', 'D365_SALES_ENT_ATTACH'],
  ['Dynamics 365 Customer Service Enterprise Attach', 'D365_CUSTOMER_SERVICE_ENT_ATTACH'],
  [
    'Dynamics 365 Customer Service Professional Attach to Qualifying Dynamics 365 Base Offer',
    'D365_CUSTOMER_SERVICE_PRO_ATTACH',
  ],
  ['Microsoft Dynamics 365 Team Members', 'DYN365_TEAM_MEMBERS'],
  ['Dynamics 365 Team Members, Enterprise edition', 'DYN365_ENTERPRISE_TEAM_MEMBERS'],
  ['Dynamics 365 Business Central Team Member', 'DYN365_BUSCENTRAL_TEAM_MEMBER'],
  ['SharePoint (Plan 1)', 'SHAREPOINTSTANDARD'],
  ['SharePoint Plan 2', 'SHAREPOINTENTERPRISE'],
  ['Exchange Online Plan 1', 'EXCHANGESTANDARD'],
  ['Office\u00a0365 E3', 'ENTERPRISEPACK'],
  ['Microsoft® 365 E3', 'SPE_E3'],
  ['Microsoft Power BI Pro', 'POWER_BI_PRO'],
  ['Teams Essentials', 'Teams_Ess'],
  ['Microsoft 365 Apps for enterprise', 'OFFICESUBSCRIPTION'],
  ['Office 365 ProPlus', 'OFFICESUBSCRIPTION'],
  ['Microsoft 365 Copilot', 'Microsoft_365_Copilot'],
])('knows "%s" as %s', (name, partNumber) => {
  expect(partNumbers(name)).toEqual([partNumber]);
});

test.each([
  ['Office 365 E3 (Nonprofit Staff Pricing)', 'ENTERPRISEPACK'],
  ['Microsoft 365 E3 (Education Faculty Pricing)', 'SPE_E3'],
  ['Microsoft 365 E5 (Education Student Pricing)', 'SPE_E5'],
  ['Office 365 Enterprise E5 (Nonprofit Staff Pricing)', 'ENTERPRISEPREMIUM'],
  ['Dynamics 365 Sales Enterprise Edition (Non\u2011Profit Pricing)', 'DYN365_ENTERPRISE_SALES'],
  ['Dynamics 365 Business Central Essential (Nonprofit Staff Pricing)', 'DYN365_BUSCENTRAL_ESSENTIAL'],
  ['Microsoft 365 Business Premium (no Teams) (Non-Profit Pricing)', 'Microsoft_365_ Business_ Premium_(no Teams)'],
  [
    'Microsoft 365 Business Premium Donation (Non-Profit Pricing)',
    'Microsoft_365_Business_Premium_Donation_(Non_Profit_Pricing)',
  ],
  ['Microsoft 365 A3 (Education Faculty Pricing)', 'M365EDU_A3_FACULTY'],
  ['Microsoft 365 A3 (Education Student Pricing)', 'M365EDU_A3_STUDENT'],
  ['Exchange Online (Plan 1) (Nonprofit Staff Pricing)', 'EXCHANGESTANDARD'],
  ['Dynamics 365 Team Members (NCE COM MTH)', 'DYN365_TEAM_MEMBERS'],
])('takes "%s" for an offer of %s', (name, partNumber) => {
  expect(partNumbers(name)).toEqual([partNumber]);
});

test('keeps products apart that brackets or words tell apart', () => {
  expect(partNumbers('Office 365 E3 (no Teams)')).toEqual(['Office_365_E3_(no_Teams)']);
  expect(partNumbers('Office 365 E3 EEA (no Teams)')).toEqual(['O365_w/o_Teams_Bundle_E3']);
  for (const other of [
    'Office 365 E3 (EEA)',
    'Office 365 E3 (Government Pricing)', // has an id of its own
    'Office 365 E3 Trial',
    'Office 365 E3 (Nonprofit Staff Pricing) Trial',
    'Dynamics 365 Marketing',
    'Dynamics 365 Sales',
    'Exchange Online',
    '365 E3',
    '(Nonprofit Staff Pricing)',
  ])
    expect(partNumbers(other), other).toEqual([]);
});

test('finds every product that a shared name may mean', () => {
  const both = ['O365_BUSINESS_ESSENTIALS', 'SMB_BUSINESS_ESSENTIALS'];
  expect(partNumbers('Microsoft 365 Business Basic (Nonprofit Staff Pricing)')).toEqual(both);
  expect(partNumbers('Office 365 Business Essentials')).toEqual(both);
});

test('takes no two products of the catalogue for one that do not share a name', () => {
  const groups = Map.groupBy(bundledCatalogue.products.values(), ({ name }) => closeName(name).base);
  for (const [base, products] of groups) expect(new Set(products.map(({ name }) => foldName(name))).size, base).toBe(1);
});

test('has no trade name that is, or comes close to, the name of another product', () => {
  const own = productNames(bundledCatalogue, []);
  for (const { name, skus, source } of TRADE_NAMES) {
    const taken = productsNamed(own, name);
    expect(taken.length === 0 || taken.every((sku) => skus.includes(sku)), name).toBe(true);
    expect(partNumbers(name).length, name).toBe(skus.length);
    expect(source, name).not.toBe('');
  }
  expect(new Set(TRADE_NAMES.map(({ name }) => foldName(name))).size).toBe(TRADE_NAMES.length);
});

test('goes on knowing a product that the operator renamed by the name that reports have for it', () => {
  const sales = bundled('DYN365_ENTERPRISE_SALES');
  const renamed = productNames(catalogueWith({ ...sales, name: 'Sales (ours)' }));
  for (const name of ['Sales (ours)', sales.name, 'Dynamics 365 Sales Enterprise'])
    expect(productsNamed(renamed, name), name).toEqual([sales.sku]);
});

test('a name of a renamed product that another one still has may mean either', () => {
  const basic = bundled('O365_BUSINESS_ESSENTIALS');
  const renamed = productNames(catalogueWith({ ...basic, name: 'Basic (ours)' }));
  expect(productsNamed(renamed, 'Microsoft 365 Business Basic')).toEqual(
    [basic.sku, bundled('SMB_BUSINESS_ESSENTIALS').sku].sort(),
  );
});

import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import newCommerceNames from '../fixtures/imports/new-commerce-names.json' with { type: 'json' };
import { accessibilityComplaints, openBrowser, overflowOf, signInAs, type VisitingBrowser } from '../steps/browser.ts';
import { givenAccess, unique } from '../steps/given.ts';
import { givenPortfolioOfThree, type PortfolioOfThree } from '../steps/portfolio-of-three.ts';
import { type Upload, upload } from '../steps/upload.ts';
import { call, everythingIsDone, importIsDone, recalculate } from '../steps/when.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'docs', 'examples');

let portfolio: PortfolioOfThree;
let browser: VisitingBrowser;

beforeAll(async () => {
  portfolio = await givenPortfolioOfThree();
});

afterEach(() => browser.leave());

const chooseSeatsOfContoso = async (page: Page): Promise<void> => {
  await page.locator('input[name="kind"][value="graph.subscribedSkus"]').check();
  await page.getByLabel('Customer', { exact: true }).selectOption({ label: 'Contoso' });
  await page.getByRole('button', { name: 'Next: choose the file' }).click();
  await page.waitForURL('**/imports/*');
};

/** Signs in and brings a file of Contoso's seats to the page of its import, until it is complete. */
const importSeatsOfContoso = async (page: Page): Promise<void> => {
  await signInAs(page, portfolio.subject, '/imports');
  await chooseSeatsOfContoso(page);
  await page.getByLabel('File', { exact: true }).setInputFiles(join(EXAMPLES, 'subscribedSkus.json'));
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.locator('#live').getByText('Complete', { exact: true }).waitFor();
};

test('uploads a file straight to the store and watches it go in without a reload', async () => {
  browser = await openBrowser();
  const { page, complaints } = browser;
  await importSeatsOfContoso(page);
  expect(await page.locator('main').innerText()).toContain('Rows read');
  expect(complaints).toEqual({ foreignRequests: [], errors: [] });
});

test('an import is undone from its page, which says first what is put back', async () => {
  browser = await openBrowser();
  const { page, complaints } = browser;
  await importSeatsOfContoso(page);
  await page.getByText('What is put back', { exact: true }).click();
  await page.getByText('What was stored before this file is put back').waitFor();
  expect(await accessibilityComplaints(page)).toEqual([]);
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByText('This import was undone').waitFor();
  expect(await page.getByRole('button', { name: 'Undo this import' }).count()).toBe(0);
  expect(complaints).toEqual({ foreignRequests: [], errors: [] });
});

test('a file of another kind is refused, with the kind that it looks like', async () => {
  browser = await openBrowser();
  const { page } = browser;
  await signInAs(page, portfolio.subject, '/imports');
  await chooseSeatsOfContoso(page);
  await page.getByLabel('File', { exact: true }).setInputFiles(join(EXAMPLES, 'users.json'));
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByText('The file was not taken').waitFor();
  expect(await page.locator('main').innerText()).toContain('graph.users');
});

test('uploads without JavaScript, and comes back from the store to the page', async () => {
  browser = await openBrowser({ javaScriptEnabled: false });
  const { page } = browser;
  await signInAs(page, portfolio.subject, '/imports');
  await chooseSeatsOfContoso(page);
  const before = new URL(page.url()).pathname;
  await page.getByLabel('File', { exact: true }).setInputFiles(join(EXAMPLES, 'subscribedSkus.json'));
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.waitForURL(`**${before}*`);
  await everythingIsDone();
  await page.goto(before);
  await page.locator('#live').getByText('Complete', { exact: true }).waitFor();
});

test.each(['light', 'dark'] as const)(
  'the list and an import break no rule of accessibility in %s colours',
  async (colorScheme) => {
    browser = await openBrowser({ colorScheme });
    const { page } = browser;
    await signInAs(page, portfolio.subject, '/imports');
    expect(await accessibilityComplaints(page)).toEqual([]);
    await chooseSeatsOfContoso(page);
    expect(await accessibilityComplaints(page)).toEqual([]);
  },
);

test('both fit a phone', async () => {
  browser = await openBrowser({ viewport: { width: 390, height: 844 } });
  const { page } = browser;
  await signInAs(page, portfolio.subject, '/imports');
  expect(await overflowOf(page)).toBe(0);
  await chooseSeatsOfContoso(page);
  expect(await overflowOf(page)).toBe(0);
});

test('an operator maps what a file could not name, on the page of its customer; a partner reads it', async () => {
  const name = unique('Vertrieb');
  const items = [{ ...newCommerceNames.items[0], offerName: name }, ...newCommerceNames.items.slice(1, 2)];
  const { token, bellows: customerId } = portfolio;
  const created = await call<{ id: string; upload: Upload }>('POST /v1/imports', {
    token,
    body: { kind: 'partnerCenter.subscriptions', customerId, allowShrink: true },
  });
  await upload(created.body.upload, JSON.stringify({ items }));
  await importIsDone(token, created.body.id);
  await recalculate(token, customerId);

  browser = await openBrowser();
  await signInAs(browser.page, portfolio.subject, `/customers/${customerId}`);
  const ofPartner = browser.page.locator('section[aria-labelledby="not-counted"]');
  expect(await ofPartner.innerText()).toContain(name);
  expect(await ofPartner.locator('form').count()).toBe(0);
  await browser.leave();

  const { subject } = await givenAccess({ scopes: ['operator'] });
  browser = await openBrowser({ viewport: { width: 390, height: 844 } });
  const { page } = browser;
  await signInAs(page, subject, `/customers/${customerId}`);
  expect([await accessibilityComplaints(page), await overflowOf(page)]).toEqual([[], 0]);
  await page.getByLabel(`Product that ${name} is`).fill('Dynamics 365 Sales Enterprise');
  await page.getByRole('button', { name: `Map ${name} to the product` }).click();
  await page.waitForURL('**/imports/*');
  await page.locator('#live').getByText('Complete', { exact: true }).waitFor();
  expect(await page.locator('main').innerText()).not.toContain('Seats not counted');
  await recalculate(token, customerId);
  await page.goto(page.url().replace(/\/imports\/.*$/u, `/customers/${customerId}`));
  expect(await page.locator('section[aria-labelledby="not-counted"]').count()).toBe(0);
});

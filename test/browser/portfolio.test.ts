import { afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityComplaints, openBrowser, overflowOf, signInAs, type VisitingBrowser } from '../steps/browser.ts';
import { givenPortfolioOfThree, type PortfolioOfThree } from '../steps/portfolio-of-three.ts';

let portfolio: PortfolioOfThree;
let browser: VisitingBrowser;

beforeAll(async () => {
  portfolio = await givenPortfolioOfThree();
});

afterEach(() => browser.leave());

const rows = async () =>
  (await browser.page.locator('table.customers tbody th').allInnerTexts()).map((name) => name.split('\n')[0]);

test('signs in, sorts, filters, opens a customer and signs out', async () => {
  browser = await openBrowser();
  const { page, complaints } = browser;
  await signInAs(page, portfolio.subject, '/?sort=name&order=up');
  expect(await rows()).toEqual(['Adventure Works', 'Bellows College', 'Contoso']);
  await page.getByRole('link', { name: 'Sort by Seats sold' }).click();
  expect(await rows()).toEqual(['Contoso', 'Bellows College', 'Adventure Works']);
  await page.getByLabel('Name, id or domain').fill('bell');
  await page.getByRole('button', { name: 'Show' }).click();
  expect(await rows()).toEqual(['Bellows College']);
  await page.getByRole('link', { name: 'Show all' }).click();
  await page.getByLabel('Recommendation', { exact: true }).selectOption({ label: 'Ready to grow' });
  await page.getByRole('button', { name: 'Show' }).click();
  expect(await rows()).toEqual(['Adventure Works']);
  await page.locator('table.customers').getByRole('link', { name: 'Adventure Works' }).click();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Adventure Works');
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('You are signed out');
  await page.goto('/');
  expect(await page.title()).toBe('Sign in locally');
  expect(complaints).toEqual({ foreignRequests: [], errors: [] });
});

test('shows the totals as counted by hand', async () => {
  browser = await openBrowser();
  await signInAs(browser.page, portfolio.subject);
  const tiles = await browser.page.locator('.tile').allInnerTexts();
  expect(tiles.map((tile) => tile.split('\n').slice(0, 2))).toEqual([
    ['Deployment', '60.0%'],
    ['Usage', '40.0%'],
    ['Active people', '20'],
    ['Idle seats', '10'],
  ]);
});

test('reads the same without JavaScript', async () => {
  browser = await openBrowser({ javaScriptEnabled: false });
  const { page } = browser;
  await signInAs(page, portfolio.subject);
  await page.getByRole('link', { name: 'Sort by Usage' }).click();
  expect(await rows()).toEqual(['Adventure Works', 'Contoso', 'Bellows College']);
  await page.locator('table.customers').getByRole('link', { name: 'Contoso' }).click();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Contoso');
});

test.each(['light', 'dark'] as const)('breaks no rule of accessibility in %s colours', async (colorScheme) => {
  browser = await openBrowser({ colorScheme });
  await signInAs(browser.page, portfolio.subject);
  expect(await accessibilityComplaints(browser.page)).toEqual([]);
});

test('fits a phone', async () => {
  browser = await openBrowser({ viewport: { width: 390, height: 844 } });
  await signInAs(browser.page, portfolio.subject);
  expect(await overflowOf(browser.page)).toBe(0);
});

test('can be used by keyboard alone: the first stop leads past the navigation, and a customer opens by Enter', async () => {
  browser = await openBrowser();
  const { page } = browser;
  await signInAs(page, portfolio.subject);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
  const link = page.locator('table.customers').getByRole('link', { name: 'Contoso' });
  for (let stop = 0; stop < 60 && !(await link.evaluate((one) => one === document.activeElement)); stop += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/customers/${portfolio.contoso}`);
});

test('a customer of another partner answers as one that does not exist', async () => {
  browser = await openBrowser();
  const { page } = browser;
  await signInAs(page, portfolio.stranger);
  for (const customerId of [portfolio.contoso, 'no-such-customer']) {
    const answer = await page.goto(`/customers/${customerId}`);
    expect(answer?.status()).toBe(404);
    expect(await page.locator('main').innerText()).toContain(`There is no customer "${customerId}" in your portfolio`);
  }
});

test.each(['light', 'dark'] as const)(
  'pages that say one thing break no rule either, in %s colours',
  async (colorScheme) => {
    browser = await openBrowser({ colorScheme });
    const { page } = browser;
    await page.goto('/signed-out');
    expect(await accessibilityComplaints(page)).toEqual([]);
    await signInAs(page, portfolio.stranger);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('No figures yet');
    expect(await accessibilityComplaints(page)).toEqual([]);
    await page.goto('/customers/no-such-customer');
    expect(await accessibilityComplaints(page)).toEqual([]);
  },
);

test('somebody without an access record is told whom to ask, and sees nothing', async () => {
  browser = await openBrowser();
  const { page } = browser;
  await page.goto('/');
  await page.getByLabel('Somebody else, by subject').fill('nobody-knows-me');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('who has no access yet').waitFor();
  expect(await page.locator('table').count()).toBe(0);
});

test('a form of another site is not taken', async () => {
  browser = await openBrowser();
  const { page } = browser;
  await signInAs(page, portfolio.subject);
  const answer = await page.request.post('/auth/sign-out', { form: { formToken: 'guessed' } });
  expect(answer.status()).toBe(403);
  await page.reload();
  expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(1);
});

test.each(['/', '/customers/{id}', '/exports', '/imports'])(
  'the page %s carries the strict policy and weighs less than 60 KB',
  async (path) => {
    browser = await openBrowser();
    const { page } = browser;
    await signInAs(page, portfolio.subject, path.replace('{id}', portfolio.contoso));
    const sizes: number[] = [];
    page.on('requestfinished', async (request) => {
      const { responseBodySize, responseHeadersSize } = await request.sizes();
      sizes.push(responseBodySize + responseHeadersSize);
    });
    const answer = await page.reload({ waitUntil: 'networkidle' });
    const headers = (await answer?.allHeaders()) ?? {};
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe-inline');
    expect(headers['strict-transport-security']).toContain('max-age=31536000');
    expect(headers['cache-control']).toBe('no-store');
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
  },
);

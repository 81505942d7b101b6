import { afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityComplaints, openBrowser, overflowOf, signInAs, type VisitingBrowser } from '../steps/browser.ts';
import { givenPortfolioOfThree, type PortfolioOfThree } from '../steps/portfolio-of-three.ts';

let portfolio: PortfolioOfThree;
let browser: VisitingBrowser;

beforeAll(async () => {
  portfolio = await givenPortfolioOfThree();
});

afterEach(() => browser.leave());

test('a part of a page leads to what its figures mean', async () => {
  browser = await openBrowser();
  const { page, complaints } = browser;
  await signInAs(page, portfolio.subject, `/customers/${portfolio.contoso}`);
  await page.locator('section[aria-labelledby=deployment] a.meaning').click();
  await page.waitForURL('**/figures#deployment');
  expect(await page.locator('#deployment').innerText()).toBe('Deployment');
  expect(await page.locator('#known-products').innerText()).toBe('Known products');
  expect(await page.locator('main').innerText()).toContain('ENTERPRISEPACK');
  expect(complaints).toEqual({ foreignRequests: [], errors: [] });
});

test.each(['light', 'dark'] as const)('breaks no rule of accessibility in %s colours', async (colorScheme) => {
  browser = await openBrowser({ colorScheme });
  await signInAs(browser.page, portfolio.subject, '/figures');
  expect(await accessibilityComplaints(browser.page)).toEqual([]);
});

test('fits a phone', async () => {
  browser = await openBrowser({ viewport: { width: 390, height: 844 } });
  await signInAs(browser.page, portfolio.subject, '/figures');
  expect(await overflowOf(browser.page)).toBe(0);
});

import { afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityComplaints, openBrowser, overflowOf, signInAs, type VisitingBrowser } from '../steps/browser.ts';
import { givenPortfolioOfThree, type PortfolioOfThree } from '../steps/portfolio-of-three.ts';

let portfolio: PortfolioOfThree;
let browser: VisitingBrowser;

beforeAll(async () => {
  portfolio = await givenPortfolioOfThree();
});

afterEach(() => browser.leave());

test('shows a customer’s figures as counted by hand, and what to do about them', async () => {
  browser = await openBrowser();
  const { page, complaints } = browser;
  await signInAs(page, portfolio.subject, `/customers/${portfolio.contoso}`);
  const text = await page.locator('main').innerText();
  for (const expected of ['66.7%', '16 of 24 seats', '41.7%', '10 of 24 seats']) expect(text).toContain(expected);
  expect(await page.locator('#recommendations').count()).toBe(1);
  expect(text).toContain('Office 365 E3');
  expect(complaints).toEqual({ foreignRequests: [], errors: [] });
});

test('says in place why two days cannot be compared', async () => {
  browser = await openBrowser();
  const { page } = browser;
  await signInAs(page, portfolio.subject, `/customers/${portfolio.contoso}?from=2026-02-01&to=2026-03-09`);
  expect(await page.locator('main').innerText()).toContain('There are no figures of');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Contoso');
});

test.each(['light', 'dark'] as const)('breaks no rule of accessibility in %s colours', async (colorScheme) => {
  browser = await openBrowser({ colorScheme });
  await signInAs(browser.page, portfolio.subject, `/customers/${portfolio.contoso}`);
  expect(await accessibilityComplaints(browser.page)).toEqual([]);
});

test('fits a phone', async () => {
  browser = await openBrowser({ viewport: { width: 390, height: 844 } });
  await signInAs(browser.page, portfolio.subject, `/customers/${portfolio.contoso}`);
  expect(await overflowOf(browser.page)).toBe(0);
});

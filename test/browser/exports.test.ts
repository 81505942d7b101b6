import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityComplaints, openBrowser, overflowOf, signInAs, type VisitingBrowser } from '../steps/browser.ts';
import { operatorToken } from '../steps/given.ts';
import { linksIn, mailTo } from '../steps/mailbox.ts';
import { givenPortfolioOfThree, type PortfolioOfThree } from '../steps/portfolio-of-three.ts';
import { theStack } from '../steps/stack.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { call, everythingIsDone } from '../steps/when.ts';

let portfolio: PortfolioOfThree;
let browser: VisitingBrowser;

beforeAll(async () => {
  portfolio = await givenPortfolioOfThree();
});

afterEach(() => browser.leave());

const testWithFaults = needsLocalRuntime('it loses answers, and sets a limit for all partners.');

test('asks for an export, sees it done without a reload, follows the mailed link, and takes it back', async () => {
  browser = await openBrowser({ acceptDownloads: true });
  const { page, complaints } = browser;
  await signInAs(page, portfolio.subject, '/exports');
  for (const report of ['Deployment', 'Usage', 'Recommendations'])
    await page.getByLabel(report, { exact: false }).first().check();
  await page.getByLabel(portfolio.recipient).check();
  await page.getByRole('button', { name: 'Make the export' }).click();
  await page.waitForURL('**/exports/*');
  await page.evaluate(() => document.body.setAttribute('data-same-page', 'yes'));
  await page.locator('#live').getByText('Complete', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Take back the link', exact: false }).first().waitFor();
  expect(await page.getAttribute('body', 'data-same-page')).toBe('yes');
  await everythingIsDone();

  const names = await page.getByRole('link', { name: 'Download', exact: false }).allInnerTexts();
  expect(names).toHaveLength(4);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /Download .*deployment/u }).click(),
  ]);
  const bytes = await readFile(await download.path());
  expect(bytes.toString('utf8').split('\r\n')).toHaveLength(1 + 3 + 1);
  expect(await page.locator('main').innerText()).toContain(
    createHash('sha256').update(bytes).digest('hex').slice(0, 12),
  );

  const mail = await mailTo(portfolio.recipient);
  const [link = ''] = linksIn(mail.text);
  const opened = await fetch(link);
  expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  await everythingIsDone(); // who looks within a second may not see it yet
  await page.reload();
  expect(await page.locator('main').innerText()).toContain('Opened');
  await page.getByRole('button', { name: 'Take back all links' }).click();
  await page.getByText('Taken back', { exact: false }).first().waitFor();
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(410);
  expect(complaints).toEqual({ foreignRequests: [], errors: [] });
});

test('an export is asked for and read without JavaScript, by refresh', async () => {
  browser = await openBrowser({ javaScriptEnabled: false });
  const { page } = browser;
  await signInAs(page, portfolio.subject, '/exports');
  await page.getByRole('button', { name: 'Make the export' }).click();
  await page.waitForURL('**/exports/*');
  await everythingIsDone();
  await page.reload();
  await page.locator('#live').getByText('Complete', { exact: true }).waitFor();
});

test.each(['light', 'dark'] as const)(
  'the list and an export break no rule of accessibility in %s colours',
  async (colorScheme) => {
    browser = await openBrowser({ colorScheme });
    const { page } = browser;
    await signInAs(page, portfolio.subject, '/exports');
    expect(await accessibilityComplaints(page)).toEqual([]);
    await page.locator('table tbody a').first().click();
    await page.waitForURL('**/exports/*');
    expect(await accessibilityComplaints(page)).toEqual([]);
  },
);

test('both fit a phone', async () => {
  browser = await openBrowser({ viewport: { width: 390, height: 844 } });
  const { page } = browser;
  await signInAs(page, portfolio.subject, '/exports');
  expect(await overflowOf(page)).toBe(0);
  await page.locator('table tbody a').first().click();
  await page.waitForURL('**/exports/*');
  expect(await overflowOf(page)).toBe(0);
});

testWithFaults('a mail of which nobody knows is sent again by its button, without JavaScript', async () => {
  const { gate } = await theStack();
  gate.faults.inject({ service: 'ses', operation: 'SendEmail', times: 1, kind: 'lost-answer' });
  browser = await openBrowser({ javaScriptEnabled: false });
  const { page } = browser;
  await signInAs(page, portfolio.subject, '/exports');
  await page.getByLabel(portfolio.recipient).check();
  await page.getByRole('button', { name: 'Make the export' }).click();
  await page.waitForURL('**/exports/*');
  await everythingIsDone();
  await page.reload();
  expect(await page.locator('main').innerText()).toContain('then it may arrive twice');
  await page.getByRole('button', { name: `Send again to ${portfolio.recipient}` }).click();
  await page.waitForURL('**/exports/*#mails');
  await everythingIsDone();
  await page.reload();
  expect(await page.getByRole('button', { name: 'Send again', exact: false }).count()).toBe(0);
  expect(await page.locator('#mails + ul').innerText()).toMatch(/sent$/u);
});

testWithFaults('who has asked for as much as they may is told so beside the form', async () => {
  const { token } = portfolio;
  const setLimit = async (body: object) =>
    expect((await call('PUT /v1/settings', { token: await operatorToken(), body })).status).toBe(200);
  await setLimit({ limitsPerPartner: { exportsPerHour: 0 } });
  try {
    expect(await call('POST /v1/exports', { token, body: { reports: ['usage'] } })).toMatchObject({ status: 429 });
    browser = await openBrowser({ javaScriptEnabled: false });
    const { page } = browser;
    await signInAs(page, portfolio.subject, '/exports');
    await page.getByRole('button', { name: 'Make the export' }).click();
    await page.getByText('A partner may ask for 0 exports per hour', { exact: false }).waitFor();
  } finally {
    await setLimit({});
  }
});

import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Microsoft, PARTNER_APP, startMicrosoft } from '../../infra/local/microsoft/start-microsoft.ts';
import { tenantOf } from '../../infra/local/microsoft/tenants/tenant.ts';
import { accessibilityComplaints, openBrowser, overflowOf, signInAs, type VisitingBrowser } from '../steps/browser.ts';
import { isDeployed } from '../steps/deployed-environment.ts';
import { givenCustomer, givenPartner, unique } from '../steps/given.ts';
import { theStack } from '../steps/stack.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { call, everythingIsDone } from '../steps/when.ts';

const test = needsLocalRuntime('it collects from a stand-in for Microsoft at 127.0.0.1.');

const SEATS = join(import.meta.dirname, '..', 'fixtures', 'imports', 'seats', 'generic.csv');

const shrinking = tenantOf(unique('Shrinking'), { users: 14, plans: [{ partNumber: 'SPB', sold: 20, assigned: 12 }] });
const unasked = tenantOf(unique('Unasked'), { users: 5, consented: null });

let microsoft: Microsoft;
let browser: VisitingBrowser;
let partnerId: string;
let token: string;
let subject: string;

beforeAll(async () => {
  if (isDeployed) return;
  microsoft = await startMicrosoft({ now: (await theStack()).clock.now, tenants: [shrinking, unasked] });
  ({ partnerId, token, subject } = await givenPartner());
  const { login, graph, partnerCenter } = microsoft.origins;
  const source = `/v1/partners/${partnerId}/sources/microsoft`;
  const body = {
    kind: 'microsoft',
    auth: 'application',
    clientId: PARTNER_APP.clientId,
    credentials: { clientSecret: PARTNER_APP.clientSecret },
    partnerTenantId: PARTNER_APP.partnerTenantId,
    hosts: { login, graph, partnerCenter },
    reports: [], // which wait for a budget
    customersFrom: 'partner-center',
    newCustomers: 'taken',
  };
  expect((await call(`PUT ${source}`, { token, body })).status).toBe(200);
  await call(`POST ${source}/collections`, { token, body: {} });
  await everythingIsDone();
});
afterEach(() => browser.leave());
afterAll(async () => {
  if (isDeployed) return;
  await call(`DELETE /v1/partners/${partnerId}/sources/microsoft`, { token }); // nobody answers it from now on
  await microsoft.stop();
});

const rowOf = (page: Page, { name }: { readonly name: string }) => page.locator('table.sources tr', { hasText: name });

test('a source says how it stands; a file that is held is taken by its button, after "collect now" brought it', async () => {
  browser = await openBrowser();
  const { page, complaints } = browser;
  await signInAs(page, subject, '/sources');
  expect(await rowOf(page, shrinking).innerText()).toContain('Collected');
  const missing = rowOf(page, unasked);
  expect(await missing.innerText()).toContain('Consent missing');
  expect(await missing.locator('code').first().innerText()).toContain(`/${unasked.tenantId}/adminconsent`);

  microsoft.putTenant({ ...shrinking, users: 3, plans: [{ partNumber: 'SPB', sold: 20, assigned: 2 }] });
  await rowOf(page, shrinking).getByRole('button', { name: 'Collect now' }).click();
  await page.getByRole('status').getByText('It is being collected').waitFor();
  await everythingIsDone();
  await page.goto('/sources');
  expect(await rowOf(page, shrinking).innerText()).toContain('12 stored, 2 in the file.');
  expect(await accessibilityComplaints(page)).toEqual([]);

  await page.getByRole('button', { name: 'Take the file' }).click();
  await page.getByRole('status').getByText('The file is being taken').waitFor();
  await everythingIsDone();
  await page.goto('/sources');
  expect(await rowOf(page, shrinking).innerText()).toContain('Collected');
  expect(await page.getByRole('button', { name: 'Take the file' }).count()).toBe(0);
  expect(complaints).toEqual({ foreignRequests: [], errors: [] });
});

test('the page with content fits a phone', async () => {
  browser = await openBrowser({ viewport: { width: 390, height: 844 } });
  await signInAs(browser.page, subject, '/sources');
  expect([await overflowOf(browser.page), await accessibilityComplaints(browser.page)]).toEqual([0, []]);
});

test('a file of seats is shown as it would be taken by a preset that the partner keeps, and then taken', async () => {
  const columns = { user: 'user', product: 'product', assignedOn: 'assigned_on', state: 'state' };
  const body = { note: 'Seats by our own list', columns };
  expect((await call('PUT /v1/presets/our-list', { token, body })).status).toBe(200);
  const customerId = await givenCustomer([partnerId], unique('Seats'));
  browser = await openBrowser({ viewport: { width: 390, height: 844 } });
  const { page } = browser;
  await signInAs(page, subject, '/imports');
  await page.locator('input[name="kind"][value="seats"]').check();
  await page.getByLabel('Customer', { exact: true }).selectOption(customerId);
  await page.getByLabel('Whose file it is').selectOption('Seats by our own list');
  await page.getByRole('button', { name: 'Next: choose the file' }).click();
  await page.waitForURL('**/imports/*');
  await page.getByLabel('File', { exact: true }).setInputFiles(SEATS);
  await page.getByRole('button', { name: 'Upload' }).click();
  const preview = page.locator('section.preview');
  await preview.waitFor();
  expect(await preview.locator('tbody tr').allInnerTexts()).toEqual([
    expect.stringMatching(/^ada@contoso\.com\s+chatgpt-enterprise\s+yes\s+2 Jan 2026/u),
    expect.stringMatching(/^bob@contoso\.com\s+claude-team\s+yes/u),
    expect.stringMatching(/^bob@contoso\.com\s+chatgpt-enterprise\s+no/u),
  ]);
  expect([await overflowOf(page), await accessibilityComplaints(page)]).toEqual([0, []]);
  await page.getByRole('button', { name: 'Take this file' }).click();
  await page.locator('#live').getByText('Complete', { exact: true }).waitFor();
  expect(await page.locator('section.preview').count()).toBe(0);
});

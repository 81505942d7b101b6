import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../launch-browser.ts';
import { theStack } from './stack.ts';

const shared = globalThis as typeof globalThis & { seatpulseBrowser?: Promise<Browser> }; // survives from file to file

/** The browser that all files share; it ends with the process. */
const theBrowser = (): Promise<Browser> => {
  shared.seatpulseBrowser ??= launchBrowser();
  return shared.seatpulseBrowser;
};

/** Where a visitor has been: pages that asked another host for something, or broke the policy, or threw. */
interface Complaints {
  readonly foreignRequests: string[];
  readonly errors: string[];
}

/** Somebody in front of a browser. */
export interface VisitingBrowser {
  readonly page: Page;
  readonly complaints: Complaints;
  /** Closes the window. */
  readonly leave: () => Promise<void>;
}

/** Opens a window; nobody is signed in. */
export const openBrowser = async (options: BrowserContextOptions = {}): Promise<VisitingBrowser> => {
  const { api, issuer, s3 } = await theStack();
  const own = [api, issuer, s3].map(({ host }) => host);
  const browser = await theBrowser();
  const context = await browser.newContext({
    baseURL: api.origin,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    ...options,
  });
  const page = await context.newPage();
  const complaints: Complaints = { foreignRequests: [], errors: [] };
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith('http') && !own.includes(host)) complaints.foreignRequests.push(request.url());
  });
  page.on('pageerror', (error) => complaints.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.errors.push(message.text());
  });
  return { page, complaints, leave: () => context.close() };
};

/** Opens a page as somebody who signs in at the issuer on the way. */
export const signInAs = async (page: Page, subject: string, path = '/'): Promise<void> => {
  await page.goto(path);
  await page.getByLabel('Somebody else, by subject').fill(subject);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
};

/** What breaks WCAG 2.2 AA on the page, each as a sentence; none when nothing does. */
export const accessibilityComplaints = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`));
};

/** How much wider the page is than its window, in pixels. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

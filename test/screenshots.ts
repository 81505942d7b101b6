import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { createClock } from '../infra/local/clock.ts';
import { startRuntime } from '../infra/local/runtime.ts';
import { loadSample } from '../infra/local/sample/load.ts';
import { subjectOf } from '../infra/local/sample/partners.ts';
import { ASSEMBLY, STACK, synthesizeIfNeeded } from '../infra/local/synthesize.ts';
import { launchBrowser } from './launch-browser.ts';

/*
 * Takes the pictures of the README: the sample portfolio on one and the same day, at the width of a desk and of a phone,
 * in light and dark colours.
 */
const OUT = join(import.meta.dirname, '..', 'docs', 'screenshots');
const TODAY = new Date('2026-03-10T09:00:00Z');
const PARTNER = 'northwind';

const PAGES = [
  { name: 'portfolio', path: '/' },
  { name: 'customer', path: '/customers/city-power-and-light' },
  { name: 'exports', path: '/exports' },
] as const;
const WINDOWS = [
  { name: '', viewport: { width: 1440, height: 1000 }, colorScheme: 'light' },
  { name: '-dark', viewport: { width: 1440, height: 1000 }, colorScheme: 'dark' },
  { name: '-phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
] as const;

await synthesizeIfNeeded();
const runtime = await startRuntime({ assembly: ASSEMBLY, stack: STACK, clock: createClock(TODAY) });
const browser = await launchBrowser();
try {
  await loadSample(runtime);
  const token = await runtime.issueToken({ subject: subjectOf(PARTNER) });
  await fetch(new URL('/v1/exports', runtime.api), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reports: ['deployment', 'usage', 'recommendations'] }),
  });
  await runtime.idle();
  mkdirSync(OUT, { recursive: true });
  for (const { name: suffix, ...window } of WINDOWS) {
    const context = await browser.newContext({ ...window, baseURL: runtime.api.origin, locale: 'en-GB' });
    const page = await context.newPage();
    await signIn(page);
    for (const { name, path } of PAGES) {
      await page.goto(path);
      await page.screenshot({ path: join(OUT, `${name}${suffix}.png`) });
    }
    await context.close();
  }
} finally {
  await browser.close();
  await runtime.stop();
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Somebody else, by subject').fill(subjectOf(PARTNER));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

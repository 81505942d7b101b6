import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../launch-browser.ts';
import { signInAs } from './browser.ts';
import { mailTo } from './mailbox.ts';
import type { Started } from './npm-start.ts';

/** A table of text: of a CSV file, or of a page. */
export type Rows = readonly Readonly<Record<string, string>>[];

/** The records of a CSV file that an address leads to, by the names of its columns. */
export const recordsAt = async (url: string): Promise<Rows> =>
  parse(await (await fetch(url)).text(), { columns: true, bom: true }) as Rows; // what csv-parse makes of a header

/** The figures of a mail's text, each sentence of counts as its numbers: `1,710 of 1,918 sold seats` as `[1710, 1918]`. */
export const headlineOf = async ({ addresses }: Started, recipient: string) => {
  const { text } = await mailTo(recipient, new URL(addresses.mailbox));
  const line = (name: string) => new RegExp(`^${name}: (\\S+)[^(]*\\((\\S+) of (\\S+) `, 'mu').exec(text) ?? [];
  const numbers = (name: string) => line(name).slice(1).map(numberOf);
  const advice = [...text.matchAll(/^- (.+)$/gmu)].map(([, said = '']) => said);
  return { deployment: numbers('Deployment'), usage: numbers('Usage'), advice };
};

/** A number as people read it: `1,710` and `89.2%`; NaN of what is none. */
export const numberOf = (text: string): number => Number(text.replaceAll(/[,%\s]/gu, ''));

/** What a signed-in person reads: the tiles and tables of pages. */
export interface Reader {
  /** The figures of a page's tiles, by their names. */
  readonly tiles: (path: string) => Promise<ReadonlyMap<string, string>>;
  /** The cells of each row of a section's table; the first is what the row is about. */
  readonly table: (section: string) => Promise<string[][]>;
  readonly leave: () => Promise<void>;
}

/** Signs in at the started stack as a subject and reads its pages in English. */
export const readerAs = async ({ addresses }: Started, subject: string): Promise<Reader> => {
  const browser = await launchBrowser();
  const context = await browser.newContext({ baseURL: addresses.api, locale: 'en-GB' });
  const page = await context.newPage();
  await signInAs(page, subject);
  return {
    tiles: async (path) => {
      await page.goto(path);
      const tiles = await textsOf(page, '.tile', 'dt, dd.figure');
      return new Map(tiles.map(([name = '', figure = '']) => [name, figure]));
    },
    table: (section) => textsOf(page, `section[aria-labelledby="${section}"] tbody tr`, ':scope > th, :scope > td'),
    leave: () => browser.close(),
  };
};

const textsOf = (page: Page, row: string, cell: string): Promise<string[][]> =>
  page
    .locator(row)
    .evaluateAll(
      (rows, cells) =>
        rows.map((one) => [...one.querySelectorAll(cells)].map((part) => (part as HTMLElement).innerText.trim())),
      cell,
    );

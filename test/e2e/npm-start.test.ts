import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { RECOMMENDATION_IDS } from '../../lib/insights/view/recommendation-ids.ts';
import { npmStart, type Started } from '../steps/npm-start.ts';
import { type CurlCall, openShell, type Pasted, type Shell } from '../steps/shell.ts';
import { shellBlocksIn } from '../steps/shell-blocks.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { daysAgo, EXPECTED, PRINTED } from './pasted-lines.ts';

/*
 * What a new user does: npm start, then paste what it prints, the README and docs/using-the-api.md, all on the machine's
 * own clock. A midnight (UTC) that passes meanwhile makes other days of "yesterday", and fails.
 */

const test = needsLocalRuntime('it starts a stack of its own, with the sample that npm start loads.');

/** Loading the sample takes a minute on an idle machine. */
const LOADING_MILLISECONDS = 400_000;

const PAGES = ['README.md', 'docs/using-the-api.md'];
const blocks = PAGES.flatMap((page) =>
  shellBlocksIn(readFileSync(join(import.meta.dirname, '..', '..', page), 'utf8'))
    .filter(({ info }) => info !== 'sh setup')
    .map(({ place, text }) => ({ name: `${page}: ${place}`, text })),
);

let started: Started;
let shell: Shell;
const scratch = mkdtempSync(join(tmpdir(), 'seatpulse-shell-'));

beforeAll(async () => {
  started = await npmStart(inject('synth').dev);
  shell = await openShell(started.folder, scratch);
}, LOADING_MILLISECONDS);

afterAll(async () => {
  await shell?.close();
  await started?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** A call as the expectations write it. What a poll saw before the answer that it waited for is left out. */
const linesOf = (calls: readonly CurlCall[]): string[] =>
  calls
    .map(({ method, url, status }) => ({ request: `${method} ${placeOf(url)}`, status }))
    .filter(({ request, status }, at, all) => !(all[at + 1]?.request === request && [200, 404].includes(status)))
    .map(({ request, status }) => `${request} ${status}`);

const placeOf = ({ origin, pathname, search }: URL): string =>
  origin === started.addresses.api
    ? `${pathname}${search}`.replaceAll(/[\da-f]{8}-[\da-f-]{27}/gu, '{id}')
    : `S3: ${pathname.split('/').at(-1)}`;

/** A printed line: its JSON, or the line itself where it is none. */
const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
};

const answersOf = ({ output }: Pasted): unknown[] => output.map(parsed);

test('each block to paste is expected to do something, in the order of the pages', async () => {
  expect(blocks.map(({ name }) => name)).toEqual(Object.keys(EXPECTED));
});

test('what npm start prints works when pasted', async () => {
  const lines = started.printed.split('\n').filter((line) => /^(?:export|curl) /u.test(line));
  const [token, ...calls] = lines;
  expect(await shell.paste(token ?? '')).toEqual({ output: [], calls: [], complaints: [] });
  const pasted = [];
  for (const line of calls) pasted.push(await shell.paste(line));
  expect(pasted.flatMap((one) => one.complaints)).toEqual([]);
  expect(pasted.flatMap((one) => linesOf(one.calls))).toEqual(PRINTED.calls);
  expect(pasted.flatMap(answersOf)).toMatchObject(PRINTED.answers);
});

for (const { name, text } of blocks)
  test(name, async () => {
    const { calls = [], answers = [], variables = {}, also } = EXPECTED[name] ?? {};
    const pasted = await shell.paste(text);
    expect(pasted.complaints).toEqual([]);
    expect(linesOf(pasted.calls)).toEqual(calls);
    expect(answersOf(pasted)).toMatchObject(answers);
    for (const [variable, value] of Object.entries(variables))
      expect((await shell.paste(`printf '%s\\n' "$${variable}"`)).output).toEqual([value]);
    await also?.(answersOf(pasted), started.addresses);
  });

interface Portfolio {
  asOf: string;
  pending: number;
  totals: { customers: number; staleCustomers: number };
  earlier: { asOf: string; totals: { customers: number } } | null;
  customers: { customerId: string; stale: boolean; recommendations: { id: string; about?: string }[] }[];
}

/** Asks as the partner whose token npm start printed. */
const get = async (path: string): Promise<unknown> => {
  const [, token] = /^export TOKEN=(\S+)$/mu.exec(started.printed) ?? [];
  const answer = await fetch(new URL(path, started.addresses.api), { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return answer.json();
};

test('after all that, the sample lists every recommendation and a stale source, beside 28 days before', async () => {
  const portfolio = (await get('/v1/portfolio?limit=100')) as Portfolio; // described by the API's own document
  expect(portfolio).toMatchObject({
    asOf: daysAgo(1),
    pending: 0,
    totals: { customers: 20, staleCustomers: 1 },
    earlier: { asOf: daysAgo(29), totals: { customers: 20 } },
  });
  const listed = portfolio.customers.flatMap(({ recommendations }) => recommendations.map(({ id }) => id));
  expect([...new Set(listed)].sort()).toEqual([...RECOMMENDATION_IDS].sort());
  expect(portfolio.customers.filter(({ stale }) => stale).map(({ customerId }) => customerId)).toEqual([
    'margies-travel',
  ]);
});

test('the customer whom npm start names has recommendations in words, with figures of the days before', async () => {
  const insights = (await get('/v1/customers/city-power-and-light/insights')) as {
    recommendations: { id: string; problem: string }[];
  }; // described by the API's own document
  const falling = insights.recommendations.find(({ id }) => id === 'falling-usage');
  expect(falling?.problem).toMatch(/fell from \d/);
});

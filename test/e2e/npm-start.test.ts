import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { RECOMMENDATION_IDS } from '../../lib/insights/view/recommendation-ids.ts';
import { headlineOf, numberOf, type Reader, readerAs, recordsAt } from '../steps/figures-shown.ts';
import { npmStart, type Started } from '../steps/npm-start.ts';
import { type CurlCall, openShell, type Pasted, type Shell } from '../steps/shell.ts';
import { shellBlocksIn } from '../steps/shell-blocks.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { daysAgo, EXPECTED, PRINTED } from './pasted-lines.ts';

/*
 * What a new user does: npm start, then paste what it prints, the README, docs/using-the-api.md and docs/command-line.md, all on the machine's
 * own clock. A midnight (UTC) that passes meanwhile makes other days of "yesterday", and fails.
 */

const test = needsLocalRuntime('it starts a stack of its own, with the sample that npm start loads.');

/** Loading the sample takes a minute on an idle machine. */
const LOADING_MILLISECONDS = 400_000;

const PAGES = ['README.md', 'docs/using-the-api.md', 'docs/command-line.md'];
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
    const { calls = [], answers = [], said = [], variables = {}, also } = EXPECTED[name] ?? {};
    const pasted = await shell.paste(text);
    expect(pasted.complaints).toEqual(said.map((words) => expect.stringContaining(words)));
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
  expect(falling?.problem).toMatch(/fell within 28 days: .+ from \d/u);
});

interface Figures {
  customerId: string;
  sold: number | null;
  assigned: number | null;
  deploymentPercent: number | null;
  usagePercent: number | null;
  activePeople: number | null;
  idle: number | null;
}

interface Insights {
  customerId: string;
  name: string;
  deployment: { products: Record<string, unknown>[] } & Record<string, unknown>;
  usage: { workloads: Record<string, unknown>[]; productWorkloads: Record<string, unknown>[] } & Record<
    string,
    unknown
  >;
  recommendations: { id: string; atStake: number; rows: { severity: string; atStake: number; problem: string }[] }[];
}

/** A cell of a CSV file as the API writes it: blank is null. */
const cellOf = (text: string | undefined): number | null => (text === undefined || text === '' ? null : Number(text));
/** A figure of a page as the API writes it: a dash is null. */
const shownOf = (text: string | undefined): number | null =>
  text === undefined || text.startsWith('–') ? null : numberOf(text.split('\n')[0] ?? '');

/** Has the reports of the sample's first partner made and mailed; the files' addresses by their reports. */
const exportAll = async (recipient: string): Promise<ReadonlyMap<string, string>> => {
  const [, token] = /^export TOKEN=(\S+)$/mu.exec(started.printed) ?? [];
  const asked = await fetch(new URL('/v1/exports', started.addresses.api), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reports: ['deployment', 'usage', 'product-usage', 'recommendations'], email: [recipient] }),
  });
  const { id } = (await asked.json()) as { id: string };
  const read = async () =>
    (await get(`/v1/exports/${id}`)) as {
      status: string;
      files?: { name: string; url: string }[];
      mails?: { status: string }[];
    };
  await expect
    .poll(async () => (await read()).mails?.map(({ status }) => status), { timeout: 60_000 })
    .toEqual(['sent']);
  const { files = [] } = await read();
  // `seatpulse-{partner}-{report}-{day}.csv`
  return new Map(files.map(({ name, url }) => [name.split('-')[2] ?? name, url]));
};

test('all figures of one generation agree: API, files, pages and mail', async () => {
  const recipient = 'jonas@northwind.example';
  const before = (await get('/v1/portfolio?limit=1')) as { generation: string };
  const files = await exportAll(recipient);
  const portfolio = (await get('/v1/portfolio?limit=100')) as {
    generation: string;
    totals: Record<string, number>;
    customers: Figures[];
  };
  expect(portfolio.generation).toBe(before.generation);
  const insights = (await Promise.all(
    portfolio.customers.map(({ customerId }) => get(`/v1/customers/${customerId}/insights`)),
  )) as Insights[];
  const [deployment, usage, productUsage, recommendations] = await Promise.all(
    ['deployment', 'usage', 'product', 'recommendations'].map((report) => recordsAt(files.get(report) ?? '')),
  );

  const ofCsv = (rows: Awaited<ReturnType<typeof recordsAt>> | undefined, customerId: string) =>
    (rows ?? []).filter((row) => row.customer_id === customerId);
  for (const one of insights) {
    const { customerId } = one;
    const products = ofCsv(deployment, customerId).map((row) => ({
      sku: row.sku,
      sold: cellOf(row.sold),
      assigned: cellOf(row.assigned),
      grace: cellOf(row.grace),
      idle: cellOf(row.idle),
      deploymentPercent: cellOf(row.deployment_percent),
      usagePercent: cellOf(row.usage_percent),
    }));
    expect(one.deployment.products, customerId).toMatchObject(products);
    const workloads = ofCsv(usage, customerId).map((row) => ({
      family: row.family,
      workload: row.workload,
      qualified: cellOf(row.qualified),
      heardDays: cellOf(row.heard_days),
      active: cellOf(row.active_28_days),
      active7: cellOf(row.active_7_days),
      active1: cellOf(row.active_1_day),
      usagePercent: cellOf(row.usage_percent),
    }));
    expect(one.usage.workloads, customerId).toMatchObject(workloads);
    const productWorkloads = ofCsv(productUsage, customerId).map((row) => ({
      sku: row.sku,
      workload: row.workload,
      qualified: cellOf(row.qualified),
      active: cellOf(row.active_28_days),
      usagePercent: cellOf(row.usage_percent),
    }));
    expect(one.usage.productWorkloads, customerId).toEqual(productWorkloads);
    const advice = one.recommendations.flatMap(({ id, atStake, rows }, index) =>
      rows.map((row) => [index + 1, id, atStake, row.severity, row.atStake, row.problem]),
    );
    expect(
      ofCsv(recommendations, customerId).map((row) => [
        Number(row.place),
        row.recommendation,
        Number(row.at_stake_together),
        row.severity,
        Number(row.at_stake),
        row.problem,
      ]),
      customerId,
    ).toEqual(advice);
  }

  const reader = await readerAs(started, 'partner-northwind');
  try {
    await expectPagesToAgree(reader, portfolio, insights);
  } finally {
    await reader.leave();
  }
  const mail = await headlineOf(started, recipient);
  const { totals } = portfolio;
  expect(mail.deployment).toEqual([totals.deploymentPercent, totals.assigned, totals.sold]);
  expect(mail.usage).toEqual([totals.usagePercent, totals.activeEntitlements, totals.qualified]);
  expect(mail.advice[0]).toMatch(
    /^Graphic Design Institute, Lapsed seats in use: .+ \(act now, \d+ seats at stake\)$/u,
  );
});

const expectPagesToAgree = async (
  reader: Reader,
  { totals, customers }: { totals: Record<string, number>; customers: Figures[] },
  insights: readonly Insights[],
): Promise<void> => {
  const tiles = await reader.tiles('/');
  expect([...tiles].map(([name, text]) => [name, shownOf(text)])).toEqual([
    ['Deployment', totals.deploymentPercent],
    ['Usage', totals.usagePercent],
    ['Active people', totals.activePeople],
    ['Idle seats', totals.idle],
  ]);
  const rows = await reader.table('customers');
  const names = new Map(insights.map(({ customerId, name }) => [customerId, name]));
  for (const { customerId, sold, deploymentPercent, usagePercent, activePeople, idle } of customers) {
    const cells = rows.find(([name]) => name?.startsWith(names.get(customerId) ?? '?')); // a mark may follow
    expect(cells?.slice(1, 6).map(shownOf), customerId).toEqual([
      sold,
      deploymentPercent,
      usagePercent,
      activePeople,
      idle,
    ]);
  }
  for (const { customerId, deployment, usage } of insights) {
    const own = await reader.tiles(`/customers/${customerId}`);
    expect([...own.values()].map(shownOf), customerId).toEqual([
      deployment.deploymentPercent,
      usage.usagePercent,
      usage.activePeople,
      deployment.unassigned,
      deployment.idle,
    ]);
    const products = (await reader.table('deployment')).map((cells) => cells.slice(1, 4).map(shownOf));
    expect(products, customerId).toEqual(
      deployment.products.map((one) => [one.deploymentPercent, one.assigned, one.sold]),
    );
  }
};

import { performance } from 'node:perf_hooks';
import { brotliCompressSync } from 'node:zlib';
import { render } from 'preact-render-to-string';
import { portfolioPage } from '../functions/dashboard/portfolio/portfolio-page.tsx';
import { portfolioViewOf } from '../functions/dashboard/portfolio/portfolio-view.ts';
import type { IndexEntry } from '../lib/portfolio/generation/generation.ts';
import { openIndex, type PortfolioIndex } from '../lib/portfolio/index/open-index.ts';
import { createIndexWriter } from '../lib/portfolio/index/write-index.ts';

/*
 * What a portfolio page of 100 rows takes once its generation is in memory: choosing from all customers, summing up and
 * drawing, which is all of its server time but the four reads it waits for. Prints medians of 50 after a warm-up.
 */
const CUSTOMERS = [100, 1_000, 10_000];
const RUNS = 50;

const PRODUCTS = Array.from({ length: 40 }, (_, at) => `product-${at}`);
const WORKLOADS = ['exchange', 'sharepoint', 'teams', 'yammer', 'officeapps'];

const entryOf = (at: number): IndexEntry => {
  const sold = 10 + ((at * 7919) % 500);
  const assigned = Math.floor((sold * ((at * 31) % 120)) / 100);
  const active = Math.floor(assigned * 0.7);
  return {
    customerId: `customer-${at}`,
    name: `Customer ${at}`,
    asOf: '2026-03-09',
    sold,
    assigned,
    unassigned: Math.max(0, sold - assigned),
    assignedBeyondSold: Math.max(0, assigned - sold),
    neverAssigned: 0,
    idle: assigned - active,
    deploymentPercent: (100 * assigned) / sold,
    activePeople: active,
    activeEntitlements: active,
    qualified: sold,
    usagePercent: (100 * active) / sold,
    stale: at % 50 === 0,
    heardDays: 28,
    recommendations: [
      { id: 'low-usage', severity: 'medium', precedence: 2, rows: [], atStake: at % 97, about: 'teams' },
      { id: 'idle-seats', severity: 'low', precedence: 2, rows: [], atStake: at % 13, about: 'Office 365 E3' },
    ],
    atStake: at % 97,
    products: [0, 1, 2].map((one) => ({
      sku: PRODUCTS[(at + one * 13) % PRODUCTS.length] ?? '',
      family: 'office365',
      sold,
      assigned,
      active,
    })),
    workloads: WORKLOADS.map((workload) => ({ family: 'office365', workload, qualified: sold, active })),
    families: [{ family: 'office365', people: active }],
  };
};

const indexOf = (customers: number): PortfolioIndex => {
  const writer = createIndexWriter();
  for (let at = 0; at < customers; at += 1) writer.add(entryOf(at));
  const productNames = Object.fromEntries(PRODUCTS.map((sku) => [sku, `Product ${sku}`]));
  const generation = {
    portfolio: 'bench',
    generationId: 'bench',
    asOf: '2026-03-09',
    startedAt: '2026-03-10T02:00:00.000Z',
    totals: writer.sums(productNames).totals,
    pending: 0,
  };
  return openIndex(writer.pack(generation, productNames));
};

for (const [customers, query] of CUSTOMERS.flatMap(
  (count) =>
    [
      [count, {}],
      [count, { stale: 'false' as const }],
    ] as const,
)) {
  const index = indexOf(customers);
  const draw = () =>
    render(portfolioPage(portfolioViewOf(index, query), { styles: '/s.css', script: '/a.js', locale: 'en-GB' }));
  for (let run = 0; run < 10; run += 1) draw();
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    draw();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const html = draw();
  process.stdout.write(
    `${customers} customers${'stale' in query ? ', filtered' : ''}: ${times[RUNS / 2]?.toFixed(1)} ms a page (slowest ${times.at(-1)?.toFixed(1)} ms), ${(html.length / 1000).toFixed(0)} kB, ${(brotliCompressSync(html).length / 1000).toFixed(1)} kB compressed\n`,
  );
}

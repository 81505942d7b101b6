import { gzipSync } from 'node:zlib';
import type { Finding } from '../../lib/insights/view/finding.ts';
import type { Generation, PortfolioRow } from '../../lib/portfolio/generation/generation.ts';
import { customerRow, generationOfContoso, product, workload } from '../../test/unit/exports/contoso.ts';

/** As many as a publication packs together. */
const PAGE = 500;

const WORKLOADS = ['exchange', 'sharepoint', 'onedrive', 'teams', 'yammer', 'officeapps', 'intune', 'entra', 'copilot'];

const findingsOf = (sku: string, name: string, at: number): Finding[] => [
  {
    id: 'low-deployment',
    severity: at % 2 === 0 ? 'high' : 'medium',
    subject: { kind: 'product', sku, name },
    atStake: 3 + (at % 40),
    evidence: {
      assigned: 30 + (at % 7),
      sold: 90,
      unassigned: 60 - (at % 7),
      neverAssigned: at % 3 === 0 ? null : 12,
      deploymentPercent: 33.3,
      thresholdPercent: 80,
    },
  },
  {
    id: 'idle-seats',
    severity: 'low',
    subject: { kind: 'product', sku, name },
    atStake: 1 + (at % 9),
    evidence: { idle: 1 + (at % 9), assigned: 30, idlePercent: 13.3 },
  },
];

/** A customer with six products, nine workloads and 18 rows of recommendations; none is like the one before it. */
const madeRow = (at: number): PortfolioRow => {
  const products = Array.from({ length: 6 }, (_, each) =>
    product({
      sku: `6fd2c87f-b296-42f0-b197-1e91e99${String((at * 7 + each * 13) % 40).padStart(5, '0')}`,
      name: `Product ${(at * 7 + each * 13) % 40}, Enterprise Edition`,
      sold: 10 + ((at * 7919) % 500),
      assigned: 5 + ((at * 31) % 300),
      deploymentPercent: ((at * 31) % 1000) / 10,
    }),
  );
  const workloads = WORKLOADS.map((name, each) =>
    workload({
      workload: name,
      qualified: 10 + ((at * 7919) % 500),
      active: (at * (each + 3)) % 200,
      stale: at % 50 === 0,
    }),
  );
  const { deployment, usage } = customerRow();
  return customerRow({
    customerId: `customer-${String(at).padStart(7, '0')}`,
    name: at % 3 === 0 ? `Customer ${at}, Inc.` : `Kunde ${at} GmbH & Co. Größe`,
    domain: `customer-${at}.example`,
    deployment: { ...deployment, products },
    usage: {
      ...usage,
      workloads,
      productWorkloads: products.flatMap(({ sku }, each) =>
        WORKLOADS.slice(each % 2, (each % 2) + 4).map((name) => ({
          sku,
          workload: name,
          qualified: 40,
          active: at % 40,
          usagePercent: 2.5 * (at % 40),
        })),
      ),
    },
    findings: [
      ...products.flatMap(({ sku, name }, each) => findingsOf(sku, name, at + each * 11)),
      ...WORKLOADS.slice(0, 6).map(
        (name, each): Finding => ({
          id: 'low-usage',
          severity: 'medium',
          subject: { kind: 'workload', family: 'office365', workload: name },
          atStake: 5 + ((at + each * 17) % 80),
          evidence: { active: 12, seats: 40 + (at % 80), usagePercent: 30, thresholdPercent: 40 },
        }),
      ),
    ],
  });
};

/** The customers from `from` on, before `to`. */
export const madeRows = (from: number, to: number): PortfolioRow[] =>
  Array.from({ length: to - from }, (_, each) => madeRow(from + each));

/** The packed rows of so many customers, page after page as publications write them. */
export const packedRows = (customers: number): Buffer => {
  const pages: Buffer[] = [];
  for (let from = 0; from < customers; from += PAGE) {
    const rows = madeRows(from, Math.min(customers, from + PAGE));
    pages.push(gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
  }
  return Buffer.concat(pages);
};

/** The generation whose rows they are. */
export const generationOf = (customers: number): Generation =>
  generationOfContoso({ totals: { ...generationOfContoso().totals, customers } });

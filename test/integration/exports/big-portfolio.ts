import { csvHeader, csvRecords } from '../../../lib/exports/files/csv.ts';
import { createReports } from '../../../lib/exports/files/reports.ts';
import type { ExportReport } from '../../../lib/exports/job/export-job.ts';
import type { PortfolioRow } from '../../../lib/portfolio/generation/generation.ts';
import { customerRow, product } from '../../unit/exports/contoso.ts';

/** Few products with long names: what is tested is how many bytes there are, not how many figures. */
export const PRODUCTS_EACH = 4;
const NAME = 'long name '.repeat(2_500);
/** No customer has more bytes of deployment.csv. */
export const CUSTOMER_BYTES = PRODUCTS_EACH * (NAME.length + 500);

/** So many customers with 100 kB of deployment.csv each. */
export const customers = (count: number): PortfolioRow[] =>
  Array.from({ length: count }, (_, n) => {
    const products = Array.from({ length: PRODUCTS_EACH }, (_, p) =>
      product({
        sku: `sku-${p}`,
        name: `${p} ${NAME}`,
        sold: n,
        assigned: p,
      }),
    );
    const row = customerRow({ customerId: `customer-${n}`, name: `Customer ${n}` });
    return { ...row, deployment: { ...row.deployment, products } };
  });

/** A report's file of these customers, put together in memory. */
export const inOneGo = (rows: readonly PortfolioRow[], report: ExportReport = 'deployment'): Buffer => {
  const { columns, recordsOf } = createReports({})[report];
  return Buffer.from(csvHeader(columns) + csvRecords(rows.flatMap(recordsOf)));
};

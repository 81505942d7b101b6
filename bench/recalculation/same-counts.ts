import { brotliDecompressSync } from 'node:zlib';
import { snapshot } from '../../lib/insights/count/snapshot.ts';
import type { DuckRun } from './duckdb.ts';

/** Throws unless the snapshot of a customer, as the server holds it, counts the same as DuckDB did from the events. */
export const requireSameCounts = async (
  url: string,
  { customerId, asOf }: { readonly customerId: string; readonly asOf: string },
  { active }: DuckRun,
): Promise<void> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
    body: JSON.stringify({ TableName: 'Insights', Key: { owner: { S: `customer#${customerId}` }, day: { S: asOf } } }),
  });
  const { Item } = (await answer.json()) as { Item?: { body: { B: string } } }; // the protocol's own form
  if (!Item) throw new Error('The function stored no snapshot');
  const { products, workloads } = snapshot.parse(
    JSON.parse(brotliDecompressSync(Buffer.from(Item.body.B, 'base64')).toString('utf8')),
  );
  for (const { sku, activeByWorkload } of products)
    for (const [workload, count] of Object.entries(activeByWorkload ?? {}))
      if (count !== (active[`${sku} ${workload}`]?.[0] ?? 0))
        throw new Error(`${count} hold ${sku} and use ${workload}; of DuckDB ${active[`${sku} ${workload}`]?.[0]}`);
  if (workloads.length === 0) throw new Error('The snapshot counts no workload');
  for (const { workload, active7, active1, basis, active: all } of workloads) {
    if (!basis || all === null) continue;
    const holding = products.flatMap(({ sku, activeByWorkload }) =>
      activeByWorkload && Object.hasOwn(activeByWorkload, workload) ? (active[`${sku} ${workload}`] ?? []) : [],
    );
    // Nobody holds two of them, and the rows count those who hold none, too: never fewer than the holders alone.
    const [most7, most1] = [1, 2].map((at) =>
      holding.reduce((sum, count, index) => sum + (index % 3 === at ? count : 0), 0),
    );
    if ((active7 ?? 0) < (most7 ?? 0) || (active1 ?? 0) < (most1 ?? 0))
      throw new Error(`The last days of ${workload} differ: ${active7} and ${most7}, ${active1} and ${most1}`);
  }
};

import type { RunningSums } from '../generation/sums.ts';
import { type ColumnReader, startOf } from './read-columns.ts';
import { countsOf } from './read-counts.ts';

/** Makes what adds customers to sums, as `addEntry` does their entries. */
export const summedOf = (reader: ColumnReader): ((sums: RunningSums, places: Iterable<number>) => void) => {
  const { words, known } = reader;
  const counts = countsOf(reader);
  const [families, family, people] = [
    reader.numbers('families.end'),
    words('families.family'),
    known('families.people'),
  ];
  const products = {
    ends: reader.numbers('products.end'),
    sku: words('products.sku'),
    family: words('products.family'),
  };
  const [sold, assigned, active] = [known('products.sold'), known('products.assigned'), known('products.active')];
  const workloads = { ends: reader.numbers('workloads.end'), family: words('workloads.family') };
  const [workload, qualified, used] = [
    words('workloads.workload'),
    known('workloads.qualified'),
    known('workloads.active'),
  ];
  return (sums, places) => {
    for (const place of places) {
      sums.customer(counts(place));
      for (let row = startOf(families, place); row < (families[place] ?? 0); row += 1)
        sums.family(family(row) ?? '', people(row));
      for (let row = startOf(products.ends, place); row < (products.ends[place] ?? 0); row += 1)
        sums.product(products.sku(row) ?? '', products.family(row) ?? '', sold(row), assigned(row), active(row));
      for (let row = startOf(workloads.ends, place); row < (workloads.ends[place] ?? 0); row += 1)
        sums.workload(workloads.family(row) ?? '', workload(row) ?? '', qualified(row), used(row));
    }
  };
};

import type { RowReaders } from '../formats/products/check-products.ts';
import type { ReportState } from '../formats/report-state.ts';
import type { StatedHoldings, StatedUsers } from '../formats/stated-holdings.ts';
import type { ImportStep } from './import-step.ts';
import { readRows } from './read-rows.ts';
import { addStatement } from './report-users.ts';

/**
 * What the file says of its users' products. Holds the ids of all users of the file in memory, about 200 bytes each.
 * Only a customer's first list (`firstList`) is taken to know what was before it.
 */
export const readStatements = async (
  step: ImportStep,
  rows: RowReaders,
  state: ReportState,
  firstList: boolean,
): Promise<StatedUsers> => {
  const seen = new Map<string, StatedHoldings>();
  const intern = ({ since, ...stated }: StatedHoldings): StatedHoldings => {
    const value = firstList ? { ...stated, since } : stated;
    const key = JSON.stringify(value);
    const known = seen.get(key) ?? value;
    seen.set(key, known);
    return known;
  };
  const stated: StatedUsers = { users: new Map(), repeated: 0 };
  for await (const records of await readRows(step, state.rowsAt))
    for (const record of records) addStatement(stated, record, rows, state, intern);
  return stated;
};

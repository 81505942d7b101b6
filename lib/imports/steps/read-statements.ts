import type { RowReaders } from '../formats/products/check-products.ts';
import type { ReportState } from '../formats/report-state.ts';
import type { StatedUsers } from '../formats/stated-holdings.ts';
import { collectStatements } from '../formats/stated-users.ts';
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
  const statements = collectStatements();
  for await (const records of await readRows(step, state.rowsAt))
    for (const record of records) addStatement(statements, record, rows, state, firstList);
  return statements.stated;
};

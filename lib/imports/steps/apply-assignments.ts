import type { RowReaders } from '../formats/products/check-products.ts';
import type { ReportState } from '../formats/report-state.ts';
import type { StatedHoldings, StatedUsers } from '../formats/stated-holdings.ts';
import { type Applied, applyStatements } from './apply-statements.ts';
import type { ImportStep } from './import-step.ts';
import { readRows } from './read-rows.ts';
import { addStatement } from './report-users.ts';

/**
 * Makes the users' products what the file says: those of its users, and none of users whom it does not name. Returns
 * `undefined` when time is up before the end; the next step reads the file again and finds what is done already done.
 * Holds the ids of all users of the file in memory, about 200 bytes each.
 */
export const applyAssignments = async (
  step: ImportStep,
  rows: RowReaders,
  state: ReportState,
  firstList: boolean,
): Promise<Applied | undefined> =>
  applyStatements(step, await readStatements(step, rows, state, firstList), state.day ?? state.today);

const readStatements = async (
  step: ImportStep,
  rows: RowReaders,
  state: ReportState,
  firstList: boolean,
): Promise<StatedUsers> => {
  const seen = new Map<string, StatedHoldings>();
  const intern = ({ since, ...stated }: StatedHoldings): StatedHoldings => {
    // Only a customer's first list is taken to know what was before it.
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

import { customerOwner } from '../customers/owner-keys.ts';
import { changeUnderRevision, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { advance, type Coverage, type CoverageAdvance, coverage } from './coverage.ts';

const key = (customerId: string) => ({ owner: customerOwner(customerId), record: 'coverage' });

/** How far the customer's sources speak, read consistently; empty when none ever spoke. */
export const readCoverage = async (table: Table, customerId: string): Promise<Coverage> =>
  (await readRevised({ table, key: key(customerId), schema: coverage }))?.value ?? { activity: {} };

/** Widens the stored coverage; writes only when that changes it. */
export const advanceCoverage = async (table: Table, customerId: string, by: CoverageAdvance): Promise<void> => {
  await changeUnderRevision({ table, key: key(customerId), schema: coverage }, (current) =>
    advance(current ?? { activity: {} }, by),
  );
};

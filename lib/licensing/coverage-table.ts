import { customerOwner } from '../customers/owner-keys.ts';
import { batchGet } from '../storage/batch-get.ts';
import { changeUnderRevision, type Item, REMOVE, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { advance, type Coverage, type CoverageAdvance, coverage } from './coverage.ts';
import { coverageAsBefore } from './coverage-as-before.ts';
import { changeKeeping, type Keeping, type ReadKept } from './keeping.ts';

const key = (customerId: string) => ({ owner: customerOwner(customerId), record: 'coverage' });

/** The item that holds a customer's coverage. */
export const coverageItem = (table: Table, customerId: string): Item<Coverage> => ({
  table,
  key: key(customerId),
  schema: coverage,
});

/** How far the customer's sources speak, read consistently; empty when none ever spoke. */
export const readCoverage = async (table: Table, customerId: string): Promise<Coverage> =>
  (await readRevised({ table, key: key(customerId), schema: coverage }))?.value ?? { activity: {} };

/** How far the sources of each of these customers speak, read consistently; without those of whom none ever spoke. */
export const readCoverages = async (table: Table, customerIds: readonly string[]): Promise<Map<string, Coverage>> => {
  const items = await batchGet(table, customerIds.map(key));
  const byOwner = new Map(items.map((item) => [item.owner, coverage.parse(item)]));
  return new Map(
    customerIds.flatMap((id) => {
      const found = byOwner.get(customerOwner(id));
      return found ? [[id, found]] : [];
    }),
  );
};

/** Widens the stored coverage; writes only when that changes it. An import of a list keeps it as it was, by `keeping`. */
export const advanceCoverage = async (
  table: Table,
  customerId: string,
  by: CoverageAdvance,
  keeping?: Keeping,
): Promise<void> => {
  const item = { table, key: key(customerId), schema: coverage };
  await changeKeeping(
    item,
    keeping,
    { what: 'coverage', madeOf: ({ made }) => made, count: () => ({}) },
    (current, made) => {
      const next = advance(current ?? { activity: {} }, by);
      return next && (made ? { ...next, made } : next);
    },
  );
};

/**
 * Takes back what an import of a list said of the assignments, as far as that is still its word. `readKept` gives what was
 * kept by its name.
 */
export const putBackCoverage = async (
  table: Table,
  customerId: string,
  importId: string,
  readKept: ReadKept,
): Promise<void> => {
  const { made } = await readCoverage(table, customerId);
  if (made?.importId !== importId) return;
  const before = made.kept === undefined ? undefined : coverage.parse(await readKept(made.kept));
  await changeUnderRevision({ table, key: key(customerId), schema: coverage }, (current) =>
    current?.made?.importId === importId ? (coverageAsBefore(current, before) ?? REMOVE) : undefined,
  );
};

import type { Units } from '../../../infra/operate/cost/unit-counts.ts';
import type { TestTables } from '../../fixtures/tables.ts';

/** The units that metered tables were asked for while something was done. */
export const unitsConsumed = async ({ consumed }: TestTables, work: () => Promise<unknown>): Promise<Units> => {
  consumed.clear();
  await work();
  return consumed
    .readings()
    .reduce((sum, one) => ({ reads: sum.reads + one.readUnits, writes: sum.writes + one.writeUnits }), {
      reads: 0,
      writes: 0,
    });
};

/** The sum of units, each so many times. */
export const sumOfUnits = (...parts: readonly (readonly [units: Units, times: number])[]): Units =>
  parts.reduce(
    (sum, [{ reads, writes }, times]) => ({ reads: sum.reads + times * reads, writes: sum.writes + times * writes }),
    { reads: 0, writes: 0 },
  );

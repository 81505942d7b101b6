/** What one call consumed of a table or of one of its indexes. */
export interface Consumed {
  readonly table: string;
  /** None for the table itself. */
  readonly index?: string;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** What all calls of an operation by a caller consumed of a table or an index. */
interface MeterReading extends Consumed {
  /** The name of the principal that called. */
  readonly caller: string;
  readonly operation: string;
  /** Calls that consumed something here; of one that was refused before it reached DynamoDB there are none. */
  readonly calls: number;
}

/** Sums what is consumed, by caller, table, index and operation. */
export interface Meter {
  readonly add: (caller: string, operation: string, consumed: readonly Consumed[]) => void;
  /** In the order in which they began. */
  readonly readings: () => readonly MeterReading[];
  /** Begins at nothing again. */
  readonly clear: () => void;
}

export const createMeter = (): Meter => {
  const readings = new Map<string, MeterReading>();
  return {
    add: (caller, operation, consumed) => {
      for (const { table, index, readUnits, writeUnits } of consumed) {
        const name = JSON.stringify([caller, table, index, operation]);
        const before = readings.get(name);
        readings.set(name, {
          caller,
          table,
          ...(index === undefined ? {} : { index }),
          operation,
          calls: (before?.calls ?? 0) + 1,
          readUnits: (before?.readUnits ?? 0) + readUnits,
          writeUnits: (before?.writeUnits ?? 0) + writeUnits,
        });
      }
    },
    readings: () => [...readings.values()],
    clear: () => readings.clear(),
  };
};

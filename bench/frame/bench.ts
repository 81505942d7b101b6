/** A row of a bench's table: the first column says what was measured, ratios and goals come before plain figures. */
export type Row = Readonly<Record<string, string | number>>;

/** What a bench found. */
export interface Found {
  readonly rows: readonly Row[];
  /** Everything that was measured, as it is written to the bench's JSON file. */
  readonly details: unknown;
}

/** What each `bench/<name>/bench.ts` exports as `bench`. */
export interface Bench {
  /** What is measured, in a sentence. */
  readonly measures: string;
  /** What the figures do not hold, each in a sentence. */
  readonly leavesOut: readonly string[];
  /** Measures. `options` are what stands behind the bench's name on the command line, such as `--users=1000000`. */
  readonly run: (options: ReadonlyMap<string, string>) => Promise<Found>;
}

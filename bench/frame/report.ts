import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Bench, Found, Row } from './bench.ts';

/** Where what was found is written, a file a bench. */
export const RESULTS = join(import.meta.dirname, '..', 'results');

/** Prints what a bench found as a table, with what it leaves out, and writes all of it to `bench/results/<name>.json`. */
export const report = (name: string, { measures, leavesOut }: Bench, { rows, details }: Found): void => {
  console.log(
    `\n${name}: ${measures}\n\n${tableOf(rows)}\n\nLeft out:\n${leavesOut.map((one) => `- ${one}`).join('\n')}`,
  );
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${name}.json`);
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model };
  writeFileSync(file, `${JSON.stringify({ name, measures, leavesOut, machine, rows, details }, undefined, 2)}\n`);
  console.log(`\nWritten to ${file}`);
};

/** Rows as a Markdown table; a column is one that any row has, in the order in which they come up. */
export const tableOf = (rows: readonly Row[]): string => {
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const lines = [columns, columns.map(() => '---'), ...rows.map((row) => columns.map((one) => String(row[one] ?? '')))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};

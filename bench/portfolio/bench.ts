import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createIndexWriter } from '../../lib/portfolio/index/write-index.ts';
import type { Bench, Row } from '../frame/bench.ts';
import { runChild } from '../frame/child.ts';
import { inTurn, median } from '../frame/in-turn.ts';
import { madeEntries, PRODUCT_NAMES } from './made-entries.ts';
import type { PortfolioRun } from './measure.ts';

const MEASURE = join(import.meta.dirname, 'measure.ts');
const SIZES = [1_000, 10_000, 100_000];

/** Writes the same customers as columns and as JSON, and returns both files. */
const writeIndexes = (folder: string, customers: number) => {
  const writer = createIndexWriter();
  for (const entry of madeEntries(customers)) writer.add(entry);
  const generation = {
    portfolio: 'bench',
    generationId: 'bench',
    asOf: '2026-03-09',
    startedAt: '2026-03-10T02:00:00.000Z',
    totals: writer.sums(PRODUCT_NAMES).totals,
    pending: 0,
  };
  const files = { columns: join(folder, `${customers}.columns.gz`), json: join(folder, `${customers}.json.gz`) };
  writeFileSync(files.columns, gzipSync(writer.pack(generation, PRODUCT_NAMES)));
  writeFileSync(files.json, gzipSync(JSON.stringify([...madeEntries(customers)])));
  return files;
};

const middle = (runs: readonly PortfolioRun[]): PortfolioRun => {
  const of = (name: keyof PortfolioRun): number => median(runs.map((run) => run[name]));
  return {
    open: of('open'),
    first: of('first'),
    page: of('page'),
    filtered: of('filtered'),
    megabytes: of('megabytes'),
  };
};

const ratio = (ours: number, theirs: number): string => `${(ours / theirs).toFixed(3)}×`;
const milliseconds = (time: number): string => `${time.toFixed(1)} ms`;

/** `npm run bench -- portfolio [--rounds=5]`. */
export const bench: Bench = {
  measures:
    'pages of 100 rows of a portfolio, of its index as columns against the same customers as one JSON text; CPU time, each in a process of its own, in turn',
  leavesOut: [
    'the reading of the index from S3 and of the pointer to it',
    'the drawing and the compression of the answer: `npm run bench -- portfolio-page`',
    'the checking of the JSON by its schema, which took longer than reading it',
  ],
  run: async (options) => {
    const rounds = Number(options.get('rounds') ?? 3);
    const folder = mkdtempSync(join(tmpdir(), 'seatpulse-bench-'));
    try {
      const rows: Row[] = [];
      const details = [];
      for (const customers of SIZES) {
        const files = writeIndexes(folder, customers);
        const runs = await inTurn(rounds, {
          columns: () => runChild<PortfolioRun>(MEASURE, [files.columns, 'columns']),
          json: () => runChild<PortfolioRun>(MEASURE, [files.json, 'json']),
        });
        const [ours, theirs] = [middle(runs.columns), middle(runs.json)];
        rows.push({
          customers,
          'open, of JSON': ratio(ours.open, theirs.open),
          'page, of JSON': ratio(ours.page, theirs.page),
          'memory, of JSON': ratio(ours.megabytes, theirs.megabytes),
          open: milliseconds(ours.open),
          'first page': milliseconds(ours.first),
          page: milliseconds(ours.page),
          'filtered page': milliseconds(ours.filtered),
          memory: `${ours.megabytes.toFixed(0)} MB`,
          stored: `${(statSync(files.columns).size / 1e6).toFixed(1)} MB`,
        });
        details.push({ customers, columns: runs.columns, json: runs.json });
      }
      return { rows, details };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

import { join } from 'node:path';
import { createReports } from '../../lib/exports/files/reports.ts';
import type { Bench, Row } from '../frame/bench.ts';
import { runChild, startChild } from '../frame/child.ts';
import { inTurn, median } from '../frame/in-turn.ts';
import { madeRows } from './made-rows.ts';
import { REPORTS } from './reports.ts';
import type { Taken } from './write.ts';

const here = (file: string): string => join(import.meta.dirname, file);

/** Memory of a process as the function has it: what is left of 1,024 MB for the heap. */
const HEAP_LIMIT = '--max-old-space-size=820';

const ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
} as const;

const write = async (customers: number): Promise<Taken> => {
  const { child: server, message } = await startChild<{ url: string }>(here('serve.ts'), [String(customers)]);
  try {
    const env = { ...ENVIRONMENT, AWS_ENDPOINT_URL: message.url };
    return await runChild<Taken>(here('write.ts'), [String(customers)], { env, execArgv: [HEAP_LIMIT] });
  } finally {
    server.disconnect();
  }
};

const reports = createReports({});
const recordsOf = (customers: number): number => {
  const [row] = madeRows(0, 1);
  return row ? customers * REPORTS.reduce((sum, report) => sum + reports[report].recordsOf(row).length, 0) : 0;
};

export const bench: Bench = {
  measures: 'the writing of an export of three reports, beside csv-stringify writing the same records and nothing else',
  leavesOut: [
    'waiting for S3 and DynamoDB, which answer at once here, and what S3 does with the parts',
    'the function around it: its start, its queue, and the mails',
    'of csv-stringify: where the records come from, and where the text goes',
  ],
  run: async (options) => {
    const customers = Number(options.get('customers') ?? 5_000);
    const rounds = Number(options.get('rounds') ?? 3);
    const records = recordsOf(customers);
    const runs = await inTurn<'ours' | 'csv-stringify', Taken>(rounds, {
      'csv-stringify': () => runChild<Taken>(here('stringify.ts'), [String(customers)]),
      ours: () => write(customers),
    });
    const speedOf = (taken: readonly Taken[]): number => records / median(taken.map(({ cpuSeconds }) => cpuSeconds));
    const ceiling = speedOf(runs['csv-stringify']);
    const rowOf = (measured: string, taken: readonly Taken[]): Row => ({
      measured,
      'of csv-stringify': (speedOf(taken) / ceiling).toFixed(2),
      'records a second of CPU': Math.round(speedOf(taken)).toLocaleString('en'),
      'resident MB': median(taken.map(({ residentMegabytes }) => residentMegabytes)).toFixed(0),
      customers: customers.toLocaleString('en'),
      records: records.toLocaleString('en'),
      'wall, s': median(taken.map(({ wallSeconds }) => wallSeconds)).toFixed(1),
    });
    return {
      rows: [rowOf('all three files (goal: 0.70)', runs.ours), rowOf('csv-stringify alone', runs['csv-stringify'])],
      details: { customers, records, runs },
    };
  },
};

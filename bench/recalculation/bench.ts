import { join } from 'node:path';
import { bundleFunctions } from '../../infra/bundle.ts';
import { type Day, dayOf, formatDay } from '../../lib/time/day.ts';
import type { Bench, Row } from '../frame/bench.ts';
import { runChild, startChild } from '../frame/child.ts';
import type { Counts } from '../frame/dynamo-db/counting-server.ts';
import { inTurn, median } from '../frame/in-turn.ts';
import type { FunctionRun } from '../frame/run-function.ts';
import type { DuckRun } from './duckdb.ts';
import { priceOf } from './price.ts';
import { requireSameCounts } from './same-counts.ts';

const RUN_FUNCTION = join(import.meta.dirname, '..', 'frame', 'run-function.ts');

const here = (file: string): string => join(import.meta.dirname, file);

/** What customers of one size took, and what each of them cost in units. */
interface FunctionMeasure extends FunctionRun {
  readonly microsecondsPerUser: number;
  readonly dollarsForMillion: number;
  readonly readUnitsPerUser: number;
}

const FUNCTION_ENVIRONMENT = {
  ACTIVITY_TABLE: 'Activity',
  LICENSING_TABLE: 'Licensing',
  INSIGHTS_TABLE: 'Insights',
  REPORTING_LAG_DAYS: '1',
  DELIVERIES: '15',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_SERVICE_NAME: 'recalculate-customer',
  POWERTOOLS_METRICS_DISABLED: 'true',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
} as const;

/** Memory of a process as the function has it: what is left of 1,024 MB for the heap. */
const HEAP_LIMIT = '--max-old-space-size=820';

interface Customers {
  /** Users of each. */
  readonly users: number;
  readonly customers: number;
  /** How many more are recalculated before, unmeasured. */
  readonly warmUp: number;
  readonly asOf: Day;
}

/** Recalculates customers by the bundled function; the last one's counts have to be DuckDB's, where those are given. */
const runFunction = async (
  bundle: string,
  { users, customers, warmUp, asOf }: Customers,
  duck?: DuckRun,
): Promise<FunctionMeasure> => {
  const { child: server, message } = await startChild<{ url: string }>(here('serve.ts'), [String(users), String(asOf)]);
  try {
    const env = {
      ...FUNCTION_ENVIRONMENT,
      AWS_ENDPOINT_URL: message.url,
      PUBLISH_QUEUE_URL: `${message.url}/publishes`,
      RECALCULATION_QUEUE_URL: `${message.url}/recalculations`,
    };
    const args = [bundle, here('messages.ts'), String(warmUp), String(customers + warmUp), String(asOf)];
    const run = await runChild<FunctionRun>(RUN_FUNCTION, args, { env, execArgv: [HEAP_LIMIT] });
    const counts = (await (await fetch(`${message.url}/counts`)).json()) as Counts; // what our own server tells
    const last = String(customers + warmUp - 1).padStart(6, '0');
    if (duck) await requireSameCounts(message.url, { customerId: `customer-${last}`, asOf: formatDay(asOf) }, duck);
    const share = 1e6 / users / (customers + warmUp);
    return {
      ...run,
      microsecondsPerUser: (run.cpuSeconds / users / customers) * 1e6,
      dollarsForMillion: priceOf(1e6 / users, run.cpuSeconds / customers, {
        ...counts,
        readUnits: counts.readUnits * share,
        writeUnits: counts.writeUnits * share,
      }),
      readUnitsPerUser: counts.readUnits / users / (customers + warmUp),
    };
  } finally {
    server.disconnect();
  }
};

const rowOf = (measured: string, runs: readonly FunctionMeasure[], duck: number): Row => {
  const middle = (of: (run: FunctionMeasure) => number): number => median(runs.map(of));
  const microseconds = middle((run) => run.microsecondsPerUser);
  return {
    measured,
    'CPU, of DuckDB': (microseconds / duck).toFixed(2),
    '$ for 1 M users': middle((run) => run.dollarsForMillion).toFixed(4),
    'CPU, µs a user': microseconds.toFixed(1),
    'resident MB': middle((run) => run.residentMegabytes).toFixed(0),
    'heap MB': middle((run) => run.heapMegabytes).toFixed(0),
    'read units a user': middle((run) => run.readUnitsPerUser).toFixed(4),
  };
};

/** Below so many users, code that is not yet compiled is most of a run: one more customer is recalculated before. */
const WARM_UP_BELOW = 500_000;

export const bench: Bench = {
  measures:
    'the recalculation of customers by the bundled function, beside DuckDB counting the same actives from the events',
  leavesOut: [
    'waiting for DynamoDB, which answers at once here: the price takes 40 ms a customer for it',
    'the cold start, and the requests of the queue ($0.40 a million, three a customer)',
    'of DuckDB: loading the events, keeping them, and all but 28, 7 and 1-day actives by product: flows, bases, seats, groups, freshness',
  ],
  run: async (options) => {
    const users = Number(options.get('users') ?? 50_000);
    const rounds = Number(options.get('rounds') ?? 3);
    const small = Number(options.get('customers') ?? 300);
    const asOf = dayOf(new Date()) - 1;
    const bundle = (await bundleFunctions()).get('recalculate-customer') ?? '';
    let duckRun: DuckRun | undefined;
    const runs = await inTurn<'duckdb' | 'one' | 'many', DuckRun | FunctionMeasure>(rounds, {
      duckdb: async () => {
        duckRun = await runChild<DuckRun>(here('duckdb.ts'), [String(users), String(asOf)]);
        return duckRun;
      },
      one: () => runFunction(bundle, { users, customers: 1, warmUp: users < WARM_UP_BELOW ? 1 : 0, asOf }, duckRun),
      many: () => runFunction(bundle, { users: 100, customers: small, warmUp: 100, asOf }),
    });
    const duck = median(runs.duckdb.map(({ cpuSeconds }) => (cpuSeconds / users) * 1e6));
    const rows: Row[] = [
      rowOf(`one customer of ${users.toLocaleString('en')} users`, functionRuns(runs.one), duck),
      rowOf('customers of 100 users', functionRuns(runs.many), duck),
      { measured: 'DuckDB, from the events', 'CPU, of DuckDB': '1.00', 'CPU, µs a user': duck.toFixed(1) },
    ];
    return { rows, details: { asOf: formatDay(asOf), users, runs } };
  },
};

const functionRuns = (runs: readonly (DuckRun | FunctionMeasure)[]): FunctionMeasure[] =>
  runs.filter((run) => 'microsecondsPerUser' in run);

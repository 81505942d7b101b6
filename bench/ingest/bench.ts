import { join } from 'node:path';
import type { Bench, Row } from '../frame/bench.ts';
import { runChild } from '../frame/child.ts';
import type { IngestRun } from './measure.ts';

const MEASURE = join(import.meta.dirname, 'measure.ts');
const verdict = ({ goalMet }: { readonly goalMet: boolean }): string => (goalMet ? 'met' : 'missed');

/** `npm run bench -- ingest`. */
export const bench: Bench = {
  measures:
    'what activity consumes of DynamoDB when it comes in, in units as they are paid for: against one PutItem per event, which knows neither repeats nor who may feed whom; and, where feeds write the same users at once, against the same feeds one after the other',
  leavesOut: [
    'Lambda, the gateway and logs: `npm run cost` adds them up',
    'where feeds meet: coverage, and that a function has 25 seconds; here each has 60, as one processor does the work of all of them and of DynamoDB',
  ],
  run: async () => {
    const run = await runChild<IngestRun>(MEASURE, []);
    const mixes = run.mixes.map((one): Row => {
      return {
        what: `${one.mix}, batches of ${one.batch}`,
        ratio: `${one.putPerEventRatio.toFixed(1)}× cheaper than a PutItem each`,
        goal: verdict(one),
        'a million events': `$${one.dollarsPerMillion.toFixed(3)}`,
        'read units an event': one.readUnitsPerEvent.toFixed(3),
        'write units an event': (one.writeUnits / one.events).toFixed(3),
      };
    });
    const contention = run.contention.map((one): Row => {
      return {
        what: `${one.feeds} feeds on the same ${one.users} users`,
        ratio: `${one.ratio.toFixed(1)}× the writes of one after the other`,
        goal: verdict(one),
        'to be sent again': one.tryAgain,
      };
    });
    return { rows: [...mixes, ...contention], details: run };
  },
};

import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { type Tally, tallyOf } from './plain-reporter.ts';

/*
 * Runs the projects of the configuration that the command line names, and tells the process that forked it how their tests
 * ended. `MOST_WORKERS` of the environment bounds the workers, as another process has the rest of the machine.
 */

const { MOST_WORKERS } = process.env;
const vitest = await startVitest('test', [], {
  config: join(import.meta.dirname, 'vitest.config.ts'),
  project: process.argv.slice(2),
  watch: false,
  ...(MOST_WORKERS === undefined ? {} : { maxWorkers: Number(MOST_WORKERS) }),
});
const tests = tallyOf(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
await vitest.close();
/** What breaks off before the first test, such as a stack that does not synthesize, is told by the exit code alone. */
const brokenOff = tests.failed === 0 && process.exitCode ? 1 : 0;
const tally: Tally = { ...tests, failed: tests.failed + brokenOff };
process.send?.(tally);

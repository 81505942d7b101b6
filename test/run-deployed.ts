import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { readDeployedEnvironment } from './steps/deployed-environment.ts';

/** Runs the end-to-end tests against the stage that the environment names: see docs/testing-a-stage.md. */
const run = async (): Promise<void> => {
  const { SEATPULSE_URL } = readDeployedEnvironment();
  process.stdout.write(`Testing ${SEATPULSE_URL}\n`);
  const config = join(import.meta.dirname, 'vitest.config.ts');
  const vitest = await startVitest('test', process.argv.slice(2), {
    config,
    project: ['e2e', 'moving-clock'],
    watch: false,
  });
  await vitest.close();
};

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

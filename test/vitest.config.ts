import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { PlainReporter } from './plain-reporter.ts';
import { isDeployed } from './steps/deployed-environment.ts';

type SuiteOptions = NonNullable<ViteUserConfig['test']>;

const ROOT = join(import.meta.dirname, '..');
const AS_IF_ALONE = join(import.meta.dirname, 'as-if-alone.ts');
const SYNTH = join(import.meta.dirname, 'synth.ts');
const RECORD_GRANTS = join(import.meta.dirname, 'grants', 'record-grants.ts');
const MOVING_CLOCK = 'test/e2e/moving-clock/**/*.test.ts';

/** What a suite may cost: unit tests are pure, infra tests read the template, the others start servers of their own. */
const suite = (name: string, options: SuiteOptions = {}) => ({
  root: ROOT,
  oxc: { jsx: { runtime: 'automatic' as const, importSource: 'preact' } },
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
    ...options,
  },
});

/** Files that share one running stack, and so come one after the other in one process. */
const onOneStack = (name: string, options: SuiteOptions) =>
  suite(name, {
    globalSetup: isDeployed ? [] : [SYNTH],
    setupFiles: [RECORD_GRANTS],
    testTimeout: isDeployed ? 900_000 : 300_000, // a stage answers as fast as its queues deliver
    hookTimeout: isDeployed ? 900_000 : 300_000,
    fileParallelism: false, // one running stack, one clock
    isolate: false, // the stack outlives its first file
    ...options,
  });

export default defineConfig({
  root: ROOT,
  test: {
    reporters: ['default', new PlainReporter()],
    projects: [
      suite('unit', { testTimeout: 30_000, isolate: false }), // no file leaves behind what another one reads
      suite('infra', { globalSetup: [SYNTH], testTimeout: 60_000, isolate: false }),
      suite('integration', { testTimeout: 30_000, isolate: false, setupFiles: [AS_IF_ALONE] }),
      onOneStack('e2e', { exclude: [MOVING_CLOCK], sequence: { groupOrder: 1 } }),
      // A stack of its own with few customers: each morning that passes recalculates all there are.
      onOneStack('moving-clock', { include: [MOVING_CLOCK], sequence: { groupOrder: 2 } }),
      onOneStack('browser', { sequence: { groupOrder: 3 } }),
    ],
  },
});

import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { ClockMoversLast } from './clock-movers-last.ts';
import { PlainReporter } from './plain-reporter.ts';
import { isDeployed } from './steps/deployed-environment.ts';

type SuiteOptions = NonNullable<ViteUserConfig['test']>;

const ROOT = join(import.meta.dirname, '..');
const SYNTH = join(import.meta.dirname, 'synth.ts');

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

export default defineConfig({
  root: ROOT,
  test: {
    reporters: ['default', new PlainReporter()],
    sequence: { sequencer: ClockMoversLast },
    projects: [
      suite('unit'),
      suite('infra', { globalSetup: [SYNTH], testTimeout: 60_000 }),
      suite('integration', { testTimeout: 30_000 }),
      suite('e2e', {
        globalSetup: isDeployed ? [] : [SYNTH],
        testTimeout: isDeployed ? 900_000 : 120_000, // a stage answers as fast as its queues deliver
        hookTimeout: isDeployed ? 900_000 : 120_000,
        fileParallelism: false, // one running stack, one clock
        isolate: false, // the stack outlives its first file
        sequence: { groupOrder: 1 },
      }),
      suite('browser', {
        globalSetup: [SYNTH],
        testTimeout: 120_000,
        hookTimeout: 120_000,
        fileParallelism: false, // one running stack, one browser
        isolate: false,
        sequence: { groupOrder: 2 },
      }),
    ],
  },
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { tallyLine, tallyOf } from './plain-reporter.ts';

const ROOT = join(import.meta.dirname, '..');

/** Checks that count as one test each. Their names are scripts of package.json. */
const CHECKS = ['check:types', 'check:lint', 'check:dead-code', 'check:licences'];

const failedChecks = CHECKS.filter((check) => {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', check], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32', // npm is a command file there
  });
  if (status === 0) process.stdout.write(`${check} passed\n`);
  else process.stdout.write(`${stdout}${stderr}${check} failed\n`);
  return status !== 0;
});

const vitest = await startVitest('test', [], { config: join(ROOT, 'test', 'vitest.config.ts'), watch: false });
const tests = tallyOf(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
await vitest.close();
/** What breaks off before the first test, such as a stack that does not synthesize, is told by the exit code alone. */
const brokenOff = tests.failed === 0 && process.exitCode ? 1 : 0;

const tally = {
  passed: tests.passed + CHECKS.length - failedChecks.length,
  failed: tests.failed + brokenOff + failedChecks.length,
  skipped: tests.skipped,
};
process.stdout.write(`${tallyLine(tally)}\n`);
if (tally.failed > 0) process.exitCode = 1;

import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { grantComplaints } from './grants/grant-complaints.ts';
import { GRANTS_FOLDER, readGrants } from './grants/recorded-grants.ts';
import { UNPROVEN_GRANTS } from './grants/unproven-grants.ts';
import { type Tally, tallyLine } from './plain-reporter.ts';

/*
 * All checks and tests, in two lanes at once: one begins with what waits for a running stack and leaves a core idle for much of
 * its time, the other takes up the rest, and whichever comes to an end helps the other.
 */

const ROOT = join(import.meta.dirname, '..');

/** Checks that count as one test each. Their names are scripts of package.json. */
const CHECKS = ['check:types', 'check:lint', 'check:dead-code', 'check:licences'];

/** The other lane has the rest of the machine. */
const ONE_WORKER = { MOST_WORKERS: String(Math.max(1, availableParallelism() - 1)) };

const tallyOfOne = (passed: boolean): Tally => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });

const runCheck = async (check: string): Promise<Tally> => {
  const running = spawn('npm', ['run', '--silent', check], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32', // npm is a command file there
  });
  const [output, complaints, [code]] = await Promise.all([
    text(running.stdout),
    text(running.stderr),
    once(running, 'close'),
  ]);
  const passed = code === 0;
  process.stdout.write(passed ? `${check} passed\n` : `${output}${complaints}${check} failed\n`);
  return tallyOfOne(passed);
};

/** Runs projects of vitest in a process of their own. One that ends without a tally counts as a test that failed. */
const runProjects = async (projects: readonly string[], environment: Record<string, string> = {}): Promise<Tally> => {
  const running = fork(join(import.meta.dirname, 'run-projects.ts'), projects, {
    cwd: ROOT,
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}), ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'], // no terminal, on which both would draw
  });
  running.stdout?.pipe(process.stdout, { end: false });
  running.stderr?.pipe(process.stderr, { end: false });
  let tally: Tally | undefined;
  running.on('message', (message) => {
    tally = message as Tally; // nothing else is sent by run-projects.ts
  });
  await once(running, 'close');
  return tally ?? tallyOfOne(false);
};

/** What needs no stack. The longest is first, so that whoever comes to an end takes up what is short. */
const REST: (() => Promise<Tally>)[] = [
  () => runProjects(['integration'], ONE_WORKER),
  ...CHECKS.map((check) => () => runCheck(check)),
  () => runProjects(['unit'], ONE_WORKER),
  () => runProjects(['infra'], ONE_WORKER),
];

/** Takes up what is left, one after the other. */
const takeUpRest = async (): Promise<Tally[]> => {
  const tallies: Tally[] = [];
  for (let next = REST.shift(); next; next = REST.shift()) tallies.push(await next());
  return tallies;
};

/** The stack by HTTP and in a browser, and then whether all was made use of that its functions are granted. */
const stackLane = async (): Promise<Tally[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'seatpulse-grants-'));
  try {
    const tests = await runProjects(['e2e', 'moving-clock', 'browser'], { [GRANTS_FOLDER]: folder });
    const complaints = grantComplaints(readGrants(folder), UNPROVEN_GRANTS);
    const passed = complaints.length === 0;
    process.stdout.write([...complaints, `check:grants ${passed ? 'passed' : 'failed'}`, ''].join('\n'));
    return [tests, tallyOfOne(passed)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const firstLane = async (): Promise<Tally[]> => [...(await stackLane()), ...(await takeUpRest())];
const tallies = (await Promise.all([firstLane(), takeUpRest()])).flat();
const sumOf = (count: keyof Tally): number => tallies.reduce((sum, tally) => sum + tally[count], 0);
const tally: Tally = { passed: sumOf('passed'), failed: sumOf('failed'), skipped: sumOf('skipped') };
process.stdout.write(`${tallyLine(tally)}\n`);
if (tally.failed > 0) process.exitCode = 1;

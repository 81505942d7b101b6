#!/usr/bin/env node
import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommandLine } from './run.ts';

/** `npm run` goes to the project's folder first, and says where it was typed. */
const whereTyped = (): string =>
  (process.env.npm_lifecycle_event === 'seatpulse' ? process.env.INIT_CWD : undefined) ?? process.cwd();

process.exitCode = await runCommandLine(process.argv.slice(2), {
  env: process.env,
  home: homedir(),
  folder: whereTyped(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: { now: () => new Date(), sleep: (milliseconds) => sleep(milliseconds) },
});

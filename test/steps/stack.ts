import { inject } from 'vitest';
import { createClock } from '../../infra/local/clock.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { isDeployed } from './deployed-environment.ts';

/** When the end-to-end tests begin; the clock runs on from there, and only files in `moving-clock`, which have another stack, move it. */
const FIRST_MORNING = new Date('2026-03-10T09:00:00Z');

/** What functions logged so far, and what the runtime said besides. */
export const logged: string[] = [];

const shared = globalThis as typeof globalThis & { seatpulseStack?: Promise<Runtime> }; // survives from file to file

/**
 * The synthesized dev stack, running in memory; started by the first file that asks and shared by all. Throws where the
 * tests run against a deployed stage: see `needsLocalRuntime`.
 */
export const theStack = async (): Promise<Runtime> => {
  if (isDeployed)
    throw new Error(
      'A deployed stage has no clock, mailbox or queues that a test can reach. Declare the test by needsLocalRuntime, or take a step that waits for what it needs.',
    );
  shared.seatpulseStack ??= startRuntime({
    assembly: inject('synth').dev,
    clock: createClock(FIRST_MORNING),
    readsLate: true,
    log: (line) => logged.push(line),
  });
  return shared.seatpulseStack;
};

/** The stack if a file has asked for it already. */
export const startedStack = async (): Promise<Runtime | undefined> => shared.seatpulseStack;

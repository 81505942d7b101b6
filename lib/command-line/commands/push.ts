import { resolve } from 'node:path';
import pMap from 'p-map';
import * as z from 'zod';
import { findFiles } from '../folder/find-files.ts';
import { lockFolder } from '../folder/lock-folder.ts';
import { readManifest } from '../folder/manifest.ts';
import { type PlannedFile, planFile, type UnplannedFile } from '../folder/plan-file.ts';
import { pushFile } from '../folder/push-file.ts';
import { openPushState } from '../folder/push-state.ts';
import { openSession } from '../terminal/open-session.ts';
import { progressOf } from '../terminal/progress.ts';
import type { Context, Done } from './context.ts';
import { linesOf, type Outcome, resultOf } from './push-result.ts';

const pushOptions = z.object({ customer: z.string().optional() });

/** Files of one customer are handed in one after the other, those of so many customers at once. */
const CUSTOMERS_AT_ONCE = 4;

/**
 * Hands in the files of a folder and waits for what is made of them. Done is what leaves no file refused or unfinished. One
 * process at a time pushes a folder: two would send the same files.
 */
export const push = async (context: Context, named: string, typed: unknown): Promise<Done> => {
  const { terminal } = context;
  const folder = resolve(terminal.folder, named);
  const session = await openSession(terminal, context.options);
  const found = await findFiles(folder);
  const unlock = lockFolder(folder, terminal.clock.now());
  try {
    return await pushFolder(context, { folder, ...session, ...found }, typed);
  } finally {
    unlock();
  }
};

type Session = Awaited<ReturnType<typeof openSession>>;
type Folder = { readonly folder: string } & Session & Awaited<ReturnType<typeof findFiles>>;

const pushFolder = async (
  { terminal, output }: Context,
  { folder, seatpulse, url, files, others }: Folder,
  typed: unknown,
): Promise<Done> => {
  const { clock } = terminal;
  const from = { folder, manifest: readManifest(folder), ...pushOptions.parse(typed) };
  const state = openPushState(folder, url, new Set(files.map(({ path }) => path)));
  const plans = await pMap(files, (file) => planFile(file, from, clock.now()), { concurrency: CUSTOMERS_AT_ONCE });
  const planned = plans.filter(isPlanned);

  const toSend = planned
    .filter((file) => state.of(file)?.status !== 'taken')
    .reduce((sum, { bytes }) => sum + bytes, 0);
  const progress = progressOf({ bytes: toSend, files: plans.length }, terminal, output);
  const outcomes: Outcome[] = [];
  const done = (outcome: Outcome): void => {
    outcomes.push(outcome);
    progress.done(linesOf(outcome).join('\n'));
  };
  for (const file of plans) if (!isPlanned(file)) done({ file });
  try {
    const pushing = { seatpulse, state, clock, onBytes: progress.bytes };
    const byCustomer = [...Map.groupBy(planned, ({ request }) => request.customerId ?? '').values()];
    await pMap(
      byCustomer,
      async (ofOne) => {
        for (const file of ofOne) done({ file, pushed: await pushFile(file, pushing) });
      },
      { concurrency: CUSTOMERS_AT_ONCE },
    );
  } finally {
    progress.stop();
  }
  const { result, lines, isDone } = resultOf(outcomes, others);
  output.give(result, lines);
  return isDone;
};

const isPlanned = (plan: PlannedFile | UnplannedFile): plan is PlannedFile => 'sha256' in plan;

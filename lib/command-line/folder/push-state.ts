import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { UsageError } from '../terminal/terminal.ts';
import type { PlannedFile } from './plan-file.ts';

const fileState = z.object({
  path: z.string(),
  importId: z.string(),
  /** `asked` until the whole file was sent, `sent` until its import has ended. */
  status: z.enum(['asked', 'sent', 'taken', 'refused']),
});
/** How far the pushing of one file came. */
type FileState = z.infer<typeof fileState>;

/** By the deployment's address, and by what makes a file another one: its content and how it is handed in. */
const pushState = z.object({
  version: z.literal(1),
  deployments: z.record(z.string(), z.record(z.string(), fileState)),
});

/** What is known of files that were pushed before. */
export interface PushState {
  readonly of: (file: PlannedFile) => FileState | undefined;
  /** Written at once, so that nothing is forgotten by whatever ends the process. */
  readonly keep: (file: PlannedFile, state: Omit<FileState, 'path'>) => void;
}

/** Where it is kept: beside the folder, whose files may be anybody's. */
const statePath = (folder: string): string => `${folder}.seatpulse-state.json`;

/** What is known of a folder's files at the deployment `url`. Throws a UsageError where the file that says it is damaged. */
export const openPushState = (folder: string, url: string): PushState => {
  const path = statePath(folder);
  const state = readState(path);
  const known = state.deployments[url] ?? {};
  state.deployments[url] = known;
  return {
    of: (file) => known[keyOf(file)],
    keep: (file, { importId, status }) => {
      known[keyOf(file)] = { path: file.path, importId, status };
      writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`);
      renameSync(`${path}.new`, path); // whole, or as before
    },
  };
};

const keyOf = ({ sha256, request }: PlannedFile): string =>
  JSON.stringify([sha256, ...Object.entries(request).sort(([one], [other]) => (one < other ? -1 : 1))]);

const readState = (path: string): z.infer<typeof pushState> => {
  try {
    return pushState.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { version: 1, deployments: {} };
    throw new UsageError(`${path} is damaged. Without it, all files are sent again: delete it to do that.`, {
      cause: error,
    });
  }
};

import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { UsageError } from '../terminal/terminal.ts';
import type { PlannedFile } from './plan-file.ts';

const entry = z.object({
  /** The deployment's address. */
  url: z.string(),
  /** What makes a file another one: its content and how it is handed in. */
  key: z.string(),
  path: z.string(),
  importId: z.string(),
  /** `asked` until the whole file was sent, `sent` until its import has ended. */
  status: z.enum(['asked', 'sent', 'taken', 'refused']),
});
type Entry = z.infer<typeof entry>;
/** How far the pushing of one file came. */
type FileState = Pick<Entry, 'importId' | 'status'>;

/** What is known of files that were pushed before. */
export interface PushState {
  readonly of: (file: PlannedFile) => FileState | undefined;
  /** Written at once, so that nothing is forgotten by whatever ends the process. */
  readonly keep: (file: PlannedFile, state: FileState) => void;
}

/** Where it is kept, a line of JSON for each step: beside the folder, whose files may be anybody's. */
const statePath = (folder: string): string => `${folder}.seatpulse-state.jsonl`;

/**
 * What is known of a folder's files at the deployment `url`. Files that are there no more (`paths` are those that are) are
 * forgotten. Throws a UsageError where what is kept is damaged.
 */
export const openPushState = (folder: string, url: string, paths: ReadonlySet<string>): PushState => {
  const path = statePath(folder);
  const lines = linesOf(path);
  const entries = lines.flatMap((line, at) => entryOf(line, at === lines.length - 1, path));
  const newest = new Map(entries.map((one) => [`${one.url} ${one.key}`, one]));
  const kept = [...newest.values()].filter((one) => paths.has(one.path));
  if (lines.length > 0) {
    writeFileSync(`${path}.new`, kept.map(lineOf).join(''));
    renameSync(`${path}.new`, path); // whole, or as before
  }
  const known = new Map(kept.filter((one) => one.url === url).map((one) => [one.key, one]));
  return {
    of: (file) => known.get(keyOf(file)),
    keep: (file, { importId, status }) => {
      const next = { url, key: keyOf(file), path: file.path, importId, status };
      known.set(next.key, next);
      appendFileSync(path, lineOf(next));
    },
  };
};

const keyOf = ({ sha256, request }: PlannedFile): string =>
  JSON.stringify([sha256, ...Object.entries(request).sort(([one], [other]) => (one < other ? -1 : 1))]);

const lineOf = (one: Entry): string => `${JSON.stringify(one)}\n`;

const linesOf = (path: string): string[] => {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};

/** The entry of a line, or none of a last line that a process did not write to its end. */
const entryOf = (line: string, isLast: boolean, path: string): Entry[] => {
  try {
    return [entry.parse(JSON.parse(line))];
  } catch (cause) {
    if (isLast) return [];
    throw new UsageError(`${path} is damaged. Without it, all files are sent again: delete it to do that.`, { cause });
  }
};

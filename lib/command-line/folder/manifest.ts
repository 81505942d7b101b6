import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import * as z from 'zod';
import { dayText } from '../../time/day.ts';
import { entityId } from '../../values/entity-id.ts';
import { UsageError } from '../terminal/terminal.ts';

/** The file of a folder that says what its others are. */
export const MANIFEST = 'seatpulse.json';

const statement = z
  .strictObject({
    /** Any text: a deployment may know kinds that came after this command line. */
    kind: z.string(),
    customer: entityId,
    day: dayText,
    /** What else the request for the import is to hold, as the API takes it: `{"allowShrink": true}`. */
    request: z.record(z.string(), z.unknown()),
    /** Whether the files are left alone. */
    skip: z.boolean(),
  })
  .partial();
/** What a manifest says of a file. */
export type Statement = z.infer<typeof statement>;

const manifest = z.strictObject({ files: z.record(z.string(), statement) });
/** What is said of the files whose path below the folder fits a pattern; the first that fits counts. */
export type Manifest = z.infer<typeof manifest>;

/** The manifest of a folder, empty where it has none. Throws a UsageError that says what in it is not understood. */
export const readManifest = (folder: string): Manifest => {
  const path = join(folder, MANIFEST);
  try {
    return manifest.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { files: {} };
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new UsageError(`${path} is not understood: ${reason}`, { cause: error });
  }
};

/** What a manifest says of the file at this path below its folder, with `/` between the steps. */
export const statedOf = ({ files }: Manifest, path: string): Statement =>
  Object.entries(files).find(([pattern]) => matchesGlob(path, pattern))?.[1] ?? {};

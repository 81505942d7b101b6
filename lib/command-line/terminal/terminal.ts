import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../../client/retrying-fetch.ts';

/** What the command line has around it: of a process, or of a test. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder, and the folder that paths are meant from. */
  readonly home: string;
  readonly folder: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly clock: Clock;
}

/** Something that whoever typed the command has to change. The command line then exits with 2. */
export class UsageError extends Error {}

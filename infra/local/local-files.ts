import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { FunctionGrant } from './iam/grants.ts';

/** The project's folder. */
export const ROOT = join(import.meta.dirname, '..', '..');
/** What the runtime keeps on this machine; nothing of it is committed. */
const LOCAL = join(ROOT, '.local');
/** Tables, buckets, queues and the issuer's key. */
export const DATA = join(LOCAL, 'data');
const RUNTIME_FILE = join(LOCAL, 'runtime.json');
const GRANTS_FILE = join(LOCAL, 'grants.json');
const COMPLETE_FILE = join(DATA, 'complete.json');

const addresses = z.object({ api: z.url(), pages: z.url(), mailbox: z.url(), issuer: z.url(), s3: z.url() });

/** Where a running runtime is. */
export type RunningAddresses = z.output<typeof addresses>;

/** Whom and what the printed examples are about. */
const example = z.object({ partnerId: z.string(), customerId: z.string(), recipient: z.string() });
export type Example = z.output<typeof example>;

/** Tells other programs where the runtime is. */
export const writeRuntimeFile = async (running: RunningAddresses): Promise<void> => {
  await mkdir(LOCAL, { recursive: true });
  await writeFile(RUNTIME_FILE, `${JSON.stringify(running, undefined, 2)}\n`);
};

export const removeRuntimeFile = (): Promise<void> => rm(RUNTIME_FILE, { force: true });

/** Keeps what functions may do, and what of it a runtime that now stops saw used. */
export const writeGrantsFile = (grants: readonly FunctionGrant[]): Promise<void> =>
  writeFile(GRANTS_FILE, `${JSON.stringify(grants, undefined, 2)}\n`);

/** Where the runtime is that runs now, or undefined: a file that a killed one has left behind names nobody who answers. */
export const findRunning = async (): Promise<RunningAddresses | undefined> => {
  const running = await readJson(RUNTIME_FILE, addresses);
  if (!running) return undefined;
  try {
    await fetch(new URL('/.well-known/jwks.json', running.issuer));
    return running;
  } catch {
    return undefined;
  }
};

/** What stands beside data whose making was finished; undefined when there is none, or it broke off. */
export const readComplete = (): Promise<{ example: Example | null } | undefined> =>
  readJson(COMPLETE_FILE, z.object({ example: example.nullable() }));

/** Marks the data as whole; `example` is null without a sample. */
export const writeComplete = async (told: Example | null): Promise<void> => {
  await mkdir(DATA, { recursive: true });
  await writeFile(COMPLETE_FILE, JSON.stringify({ example: told }));
};

export const removeData = (): Promise<void> => rm(DATA, { recursive: true, force: true });

const readJson = async <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> => {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
};

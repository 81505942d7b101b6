import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import { UsageError } from '../terminal/terminal.ts';

/** Who works on a folder. */
const holder = z.object({
  pid: z.int().positive(),
  host: z.string(),
  since: z.iso.datetime(),
  /** Of this lock: a process may work on a folder several times. */
  id: z.uuid(),
});
type Holder = z.infer<typeof holder>;

/** Beside the folder, as what is known of it. */
const lockPath = (folder: string): string => `${folder}.seatpulse-lock`;
const ATTEMPTS = 5;

/**
 * Keeps other processes from pushing a folder until what is returned is called. A lock whose process has ended on this
 * machine is taken over. Throws a UsageError that names who works on the folder, or the lock that stands in the way.
 */
export const lockFolder = (folder: string, now: Date): (() => void) => {
  const path = lockPath(folder);
  const own: Holder = { pid: process.pid, host: hostname(), since: now.toISOString(), id: randomUUID() };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (create(path, own)) return () => release(path, own);
    const text = read(path);
    if (text === undefined) continue; // released just now
    const found = parse(text);
    if (!found || found.host !== own.host || isAlive(found.pid)) throw inUse(folder, path, found);
    setAside(path, text, folder);
  }
  throw inUse(folder, path, undefined);
};

const create = (path: string, own: Holder): boolean => {
  try {
    writeFileSync(path, JSON.stringify(own), { flag: 'wx' });
    return true;
  } catch (error) {
    if (isCoded(error, 'EEXIST')) return false;
    throw error;
  }
};

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCoded(error, 'ENOENT')) return undefined;
    throw error;
  }
};

/** `undefined` of what a process did not write to its end. */
const parse = (text: string): Holder | undefined => {
  try {
    return holder.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** Signal 0 asks only whether there is such a process; EPERM: there is, of somebody else. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isCoded(error, 'ESRCH');
  }
};

/** Takes the lock of an ended process away, and of nobody who took it over a moment before: by a name that is nobody else's. */
const setAside = (path: string, stale: string, folder: string): void => {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCoded(error, 'ENOENT')) return;
    throw error;
  }
  const taken = readFileSync(aside, 'utf8');
  if (taken !== stale) {
    renameSync(aside, path);
    throw inUse(folder, path, parse(taken));
  }
  rmSync(aside);
};

const release = (path: string, own: Holder): void => {
  if (parse(read(path) ?? '')?.id === own.id) rmSync(path, { force: true });
};

const isCoded = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const inUse = (folder: string, path: string, found: Holder | undefined): UsageError => {
  const who = found
    ? `process ${found.pid} on ${found.host} has been pushing it since ${found.since}`
    : 'its lock does not say who';
  return new UsageError(
    `${folder} is in use: ${who}. Wait until that ends; where nothing pushes it any more, delete ${path}.`,
  );
};

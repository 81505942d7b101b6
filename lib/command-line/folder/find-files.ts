import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { UsageError } from '../terminal/terminal.ts';
import { MANIFEST } from './manifest.ts';

/** A file below the folder that is pushed. */
export interface FoundFile {
  /** Below the folder, with `/` between the steps. */
  readonly path: string;
  readonly absolutePath: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** How the names of files end that may hold data. */
const DATA = /\.(?:csv|tsv|txt|json|jsonl|ndjson)$/iu;

/**
 * The data files below a folder, in the order of their paths, and the paths of what else is there. Hidden files and folders
 * (`.name`) and the manifest count as neither. Throws a UsageError where there is no such folder.
 */
export const findFiles = async (folder: string): Promise<{ files: FoundFile[]; others: string[] }> => {
  const found: FoundFile[] = [];
  const others: string[] = [];
  for (const absolutePath of await pathsBelow(folder)) {
    const path = relative(folder, absolutePath).replaceAll(sep, '/');
    if (path === MANIFEST || path.split('/').some((step) => step.startsWith('.'))) continue;
    const stats = await stat(absolutePath); // of what a link leads to
    if (stats.isDirectory()) continue;
    if (!stats.isFile() || !DATA.test(path)) others.push(path);
    else found.push({ path, absolutePath, bytes: stats.size, modifiedAt: stats.mtime });
  }
  const byPath = (one: FoundFile, other: FoundFile): number => (one.path < other.path ? -1 : 1);
  return { files: found.sort(byPath), others: others.sort() };
};

const pathsBelow = async (folder: string): Promise<string[]> => {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.map(({ parentPath, name }) => join(parentPath, name));
  } catch (cause) {
    throw new UsageError(`${folder} is no folder that can be read.`, { cause });
  }
};

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Handler = (event: unknown, context: object) => unknown;

/** In the order in which Lambda's own runtime looks for the file. */
const EXTENSIONS = ['.js', '.mjs', '.cjs'];

/**
 * Loads a function's handler from the folder of its bundle; `handler` is `file.export`. Throws, in the words of
 * Lambda's runtime, when there is no such file or export.
 */
export const loadHandler = async ({ folder, handler }: { folder: string; handler: string }): Promise<Handler> => {
  const [file = '', exported = ''] = handler.split('.');
  const path = EXTENSIONS.map((extension) => join(folder, `${file}${extension}`)).find((candidate) =>
    existsSync(candidate),
  );
  if (!path) throw new Error(`Cannot find module '${file}' in ${folder}`);
  const loaded: unknown = path.endsWith('.mjs') ? await import(pathToFileURL(path).href) : createRequire(path)(path);
  const found = typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, exported) : undefined;
  if (typeof found !== 'function') throw new Error(`${handler} is undefined or not exported`);
  // A handler's own types are those of its event; what reaches it was parsed from JSON.
  return found as Handler;
};

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const FUNCTIONS = join(import.meta.dirname, '..', '..', 'functions');

const routesFile = z.object({
  ROUTES: z.record(z.string(), z.string()),
  CATCH_ALL: z.string().optional(),
});

/** What a function's `routes.ts` says. */
export interface WrittenRoutes {
  /** The function's folder. */
  readonly name: string;
  /** The keys of its operations or pages, by their names. */
  readonly names: ReadonlyMap<string, string>;
  readonly keys: readonly string[];
  /** The key by which it takes what nobody else does. */
  readonly catchAll: readonly string[];
}

/** Every `functions/<name>/routes.ts`, as it is written. */
export const readWrittenRoutes = async (): Promise<WrittenRoutes[]> => {
  const names = readdirSync(FUNCTIONS).filter((name) => existsSync(join(FUNCTIONS, name, 'routes.ts')));
  return Promise.all(
    names.map(async (name) => {
      const { ROUTES, CATCH_ALL } = routesFile.parse(await import(join(FUNCTIONS, name, 'routes.ts')));
      const names = new Map(Object.entries(ROUTES));
      return { name, names, keys: [...names.values()], catchAll: CATCH_ALL === undefined ? [] : [CATCH_ALL] };
    }),
  );
};

import * as z from 'zod';
import type { Scope } from '../../../lib/access/caller.ts';
import type { Page, PageCall, PageReply } from './page.ts';

const NOTHING = z.object({});

/** Binds a page's address, scopes and shapes to its code, with the shapes' own types. */
export const definePage = <
  Path extends z.ZodObject = typeof NOTHING,
  Query extends z.ZodObject = typeof NOTHING,
  Form extends z.ZodObject = typeof NOTHING,
>(
  route: Page['route'],
  {
    scopes,
    path,
    query,
    form,
    answer,
  }: {
    readonly scopes: readonly Scope[] | 'anybody';
    readonly path?: Path;
    readonly query?: Query;
    readonly form?: Form;
    readonly answer: (call: PageCall<z.output<Path>, z.output<Query>, z.output<Form>>) => Promise<PageReply>;
  },
): Page =>
  // Types are checked here, once; the chain holds all pages in one shape, and parses before it calls.
  ({
    route,
    scopes,
    path: path ?? NOTHING,
    query: query ?? NOTHING,
    form: form ?? NOTHING,
    answer,
  }) as unknown as Page;

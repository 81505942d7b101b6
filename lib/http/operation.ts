import type { z } from 'zod';
import type { Scope } from '../access/caller.ts';

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

/** One call of the API: what it takes, who may make it, what it answers. The OpenAPI document is made of these. */
export interface Operation<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> {
  /** The gateway's route key, `PUT /v1/customers/{id}`. */
  readonly route: `${Method} /${string}`;
  readonly summary: string;
  readonly description?: string;
  /** Any one of these scopes is enough; `public` needs no token. */
  readonly scopes: readonly Scope[] | 'public';
  readonly path?: Path;
  readonly query?: Query;
  readonly body?: Body;
  /** Answers by status; those without a schema have no JSON body. Problems need not be listed. */
  readonly responses: Readonly<Record<number, { readonly description: string; readonly schema?: z.ZodType }>>;
}

/** Keeps the exact types of an operation's schemas, so that its handler receives typed values. */
export const operation = <
  Path extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
>(
  one: Operation<Path, Query, Body>,
): Operation<Path, Query, Body> => one;

import type { z } from 'zod';
import type { Scope } from '../access/caller.ts';

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

/** A route of the API as the gateway writes it, `PUT /v1/customers/{id}`. */
type RouteKey = `${Method} /${string}`;

/** One call of the API: what it takes, who may make it, what it answers. The OpenAPI document is made of these. */
export interface Operation<
  Route extends RouteKey = RouteKey,
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> {
  readonly route: Route;
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

/** Keeps the exact types of an operation's route and schemas, so that its handler receives typed values. */
export const operation = <
  const Route extends RouteKey,
  Path extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
>(
  one: Operation<Route, Path, Query, Body>,
): Operation<Route, Path, Query, Body> => one;

/** The operations of a function's routes: each route has the one of its name, and there is none without a route. */
export type OperationsOf<Routes extends Readonly<Record<string, RouteKey>>> = {
  readonly [Name in keyof Routes]: Operation<Routes[Name]>;
};

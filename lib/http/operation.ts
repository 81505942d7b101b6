import type { z } from 'zod';
import type { Scope } from '../access/caller.ts';
import type { Reply } from './respond.ts';

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

/** A route of the API as the gateway writes it, `PUT /v1/customers/{id}`. */
type RouteKey = `${Method} /${string}`;

/** Answers by status; those without a schema have no JSON body. Problems need not be listed: they are thrown. */
type Responses = Readonly<Record<number, { readonly description: string; readonly schema?: z.ZodType }>>;

/** One call of the API: what it takes, who may make it, what it answers. The OpenAPI document is made of these. */
export interface Operation<
  Route extends RouteKey = RouteKey,
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answers extends Responses = Responses,
> {
  readonly route: Route;
  readonly summary: string;
  readonly description?: string;
  /** Any one of these scopes is enough; `public` needs no token. */
  readonly scopes: readonly Scope[] | 'public';
  readonly path?: Path;
  readonly query?: Query;
  readonly body?: Body;
  /** Lists of the body whose entries are judged one by one: a bad text in one does not refuse the others. */
  readonly judgedByEntry?: readonly string[];
  readonly responses: Answers;
}

/**
 * Keeps the exact types of an operation's route, schemas and responses, so that its answer is given typed values and has
 * to give back what the operation describes. Returns the operation as it is.
 */
export const operation = <
  const Route extends RouteKey,
  Path extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
  Answers extends Responses = Responses,
>(
  one: Operation<Route, Path, Query, Body, Answers>,
): Operation<Route, Path, Query, Body, Answers> => one;

/** The operations of a function's routes: each route has the one of its name, and there is none without a route. */
export type OperationsOf<Routes extends Readonly<Record<string, RouteKey>>> = {
  readonly [Name in keyof Routes]: Operation<Routes[Name]>;
};

/** A value that an answer tells: it may come from where nothing is to be changed any more. */
type Told<Value> = Value extends object ? { readonly [Key in keyof Value]: Told<Value[Key]> } : Value;

type BodyOf<Answer> = Answer extends { readonly schema: infer Schema extends z.ZodType }
  ? { readonly body: Told<z.output<Schema>> }
  : { readonly body?: never };

/**
 * What an operation with these responses may answer: one of their statuses together with what its schema gives out, or
 * without a body. Errors are not answered but thrown, as problems.
 */
export type ReplyOf<Answers extends Responses> = {
  [Status in keyof Answers & number]: `${Status}` extends `${4 | 5}${string}`
    ? never
    : Omit<Reply, 'body' | 'status'> & { readonly status: Status } & BodyOf<Answers[Status]>;
}[keyof Answers & number];

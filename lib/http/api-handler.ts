import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import * as z from 'zod';
import { authorizerContext, type Caller, type Scope } from '../access/caller.ts';
import { callerWith, requireScope } from '../access/caller-with.ts';
import { errorsOf, Problem } from '../problem/problem.ts';
import { httpChain } from './http-chain.ts';
import type { HttpMiddleware } from './http-middleware.ts';
import type { Operation, ReplyOf } from './operation.ts';
import { requireUsableParameters } from './parameters.ts';
import { problemAnswers } from './problem-answers.ts';
import { readJsonBody } from './read-body.ts';
import type { Reply } from './respond.ts';

/** What a route's handler receives: everything parsed, and the time and the id of the request. */
interface Call<Path, Query, Body> {
  readonly path: Path;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  /** When the gateway took the request. */
  readonly now: Date;
  readonly requestId: string;
  /** How long the function may still run, in milliseconds. */
  readonly remainingMilliseconds: () => number;
  /** Request headers, names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

type Event = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithLambdaAuthorizer<unknown>;

/** What answers a call of one operation: takes what the operation's schemas make of the request, gives what they describe. */
type Answer<One> =
  One extends Operation<infer _, infer Path, infer Query, infer Body, infer Answers>
    ? (call: Call<z.output<Path>, z.output<Query>, z.output<Body>>) => Promise<ReplyOf<Answers>>
    : never;

interface Bound {
  readonly operation: Operation;
  readonly answer: (call: Call<never, never, never>) => Promise<Reply>;
}

/**
 * The handler of a function behind the API: finds the operation, checks scope and shape, answers JSON or a problem.
 * Takes an answer for each of the operations, by their names, and what stands around them: by default what answers problems.
 */
export const apiHandler = <const Operations extends Readonly<Record<string, Operation>>>(
  operations: Operations,
  answers: { readonly [Name in keyof Operations]: Answer<Operations[Name]> },
  around: readonly HttpMiddleware[] = [problemAnswers()],
) => {
  const byRouteKey = new Map(
    Object.entries(operations).map(([name, operation]): [string, Bound] => [
      operation.route,
      // The compiler checked each answer against its own operation; here they all have one shape, and are parsed for.
      { operation, answer: answers[name] as unknown as Bound['answer'] },
    ]),
  );
  return httpChain<Event>(...around).handler(async (event, context) => {
    const found = byRouteKey.get(event.routeKey);
    if (!found)
      throw new Problem(404, 'unknown_route', `There is no ${event.requestContext.http.method} ${event.rawPath}.`);
    requireUsableParameters(event);
    const call = {
      ...parseRequest(found.operation, event),
      caller: callerOf(found.operation, event),
      now: new Date(event.requestContext.timeEpoch),
      requestId: event.requestContext.requestId,
      remainingMilliseconds: () => context.getRemainingTimeInMillis(),
      headers: event.headers,
    };
    return toGateway(await found.answer(call as Call<never, never, never>)); // parsed by this operation's own schemas
  });
};

const nothing = z.object({});

const parseRequest = (operation: Operation, event: Event) => {
  const { partner: _, ...query } = event.queryStringParameters ?? {};
  return {
    path: parsePart('path', operation.path ?? nothing, event.pathParameters ?? {}),
    query: parsePart('query', queryOf(operation), query),
    body: operation.body ? readJsonBody(event, operation.body, operation.judgedByEntry) : undefined,
  };
};

/** What is open to everybody is followed from mails and chats, which add parameters of their own: those are ignored. */
const queryOf = ({ query = nothing, scopes }: Operation): z.ZodType => (scopes === 'public' ? query : query.strict());

const parsePart = (part: 'path' | 'query', schema: z.ZodType, value: unknown): unknown => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = errorsOf(parsed.error);
  throw new Problem(
    400,
    `invalid_${part}`,
    `The ${part} is not understood: ${errors[0]?.pointer}: ${errors[0]?.message}.`,
    { errors },
  );
};

/** Nobody: the caller of a public route. */
const ANYBODY: Caller = { subject: '', scopes: new Set<Scope>(), operator: false, portfolio: '' };

const callerOf = (operation: Operation, event: Event): Caller => {
  if (operation.scopes === 'public') return ANYBODY;
  const authorizer = 'authorizer' in event.requestContext ? event.requestContext.authorizer : undefined;
  const record = authorizerContext.parse((authorizer as { lambda?: unknown } | undefined)?.lambda); // unknown until parsed
  const caller = callerWith(record, event.queryStringParameters?.partner);
  requireScope(caller, operation.scopes);
  return caller;
};

const toGateway = (answer: Reply): APIGatewayProxyStructuredResultV2 => ({
  statusCode: answer.status,
  headers: {
    'cache-control': 'no-store',
    ...(answer.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...answer.headers,
  },
  ...(answer.body === undefined ? {} : { body: JSON.stringify(answer.body) }),
});

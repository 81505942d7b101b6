import * as z from 'zod';
import type { Call, OutboundAnswer } from '../../outbound/call.ts';
import { readText } from '../../outbound/read-text.ts';
import type { Budget, FetchContext, Refusal } from '../collector.ts';
import { putOff, refuse, SECONDS_TO_TRY_AGAIN, type Stopped } from './obstacles.ts';
import { retryAfterSeconds } from './retry-after.ts';
import type { MicrosoftCredentials, MicrosoftSettings } from './settings.ts';
import type { Audience, SignInContext, Tokens } from './tokens.ts';

/** What a call takes of what fetching is given. */
export type CallContext = SignInContext & Pick<FetchContext<MicrosoftSettings, MicrosoftCredentials>, 'spend'>;

/** A call to a service of Microsoft. */
interface ServiceRequest {
  readonly url: string;
  readonly audience: Audience;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST; asked by GET when left out. */
  readonly body?: unknown;
  readonly mostBytes: number;
  /** What is needed for this very call: named where it is refused. */
  readonly permission: string;
  /** What the call is for, in a refusal. */
  readonly what: string;
  /** What each call is counted against. */
  readonly budget?: Budget;
  /** Answers below 400 that mean something other than their body, or above that are foreseen. */
  readonly expects?: readonly number[];
  /** What it means that there is nothing at the address. */
  readonly ifMissing?: Refusal;
}

/** Makes a call. Answers what has status 200 or one that is expected; throws Stopped otherwise, CallFailed, AddressRefused. */
export type AuthorizedCall = (context: CallContext, request: ServiceRequest) => Promise<OutboundAnswer>;

/** Makes what signs in where a call needs it, once more where a token is not taken, and never calls beyond a budget. */
export const authorizedCalls = (call: Call, tokens: Tokens): AuthorizedCall => {
  const attempt = async (context: CallContext, token: string, request: ServiceRequest): Promise<OutboundAnswer> => {
    const { url, headers, body, mostBytes, budget } = request;
    const wait = budget && (await context.spend(budget, 1));
    if (wait) throw putOff('budget', wait.waitSeconds);
    return call({
      url,
      headers: {
        ...headers,
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      mostBytes,
      signal: context.signal,
    });
  };
  return async (context, request) => {
    const token = await tokens.tokenFor(context, request.audience);
    let answer = await attempt(context, token, request);
    if (answer.status === 401) {
      answer.discard();
      tokens.forget(token);
      answer = await attempt(context, await tokens.tokenFor(context, request.audience), request);
    }
    if (answer.status === 200 || request.expects?.includes(answer.status)) return answer;
    throw await stopFor(answer, request, context.now());
  };
};

const errorBody = z.object({ error: z.object({ code: z.string() }).optional(), code: z.coerce.string().optional() });

/** The service's own word for the error, where it tells one that can be shown. */
const codeOf = async ({ body }: OutboundAnswer): Promise<string> => {
  try {
    const { error, code } = errorBody.parse(JSON.parse(await readText(body)));
    return /^[\w.-]{1,64}$/u.exec(error?.code ?? code ?? '')?.[0] ?? '';
  } catch {
    return ''; // a proxy's page, or too much of it: the status must do
  }
};

/** The application was taken out of the tenant after its token was issued. */
const NOT_IN_TENANT = 'Authorization_IdentityNotFound';

/** What an answer with this status, which was not asked for, is to whoever asked. */
const stopFor = async (answer: OutboundAnswer, request: ServiceRequest, now: Date): Promise<Stopped> => {
  const { status, headers } = answer;
  if (status === 429 || status >= 500) {
    answer.discard();
    if (status === 429 || (status === 503 && headers['retry-after'] !== undefined))
      return putOff('throttled', retryAfterSeconds(headers['retry-after'], now));
    return putOff('unavailable', SECONDS_TO_TRY_AGAIN);
  }
  const code = await codeOf(answer);
  const detail = [`${request.what}: HTTP ${status}`, code].join(' ').trim();
  if (code === NOT_IN_TENANT) return refuse('consent_missing', detail);
  if (status === 401) return refuse('credentials_refused', detail);
  if (status === 403) return refuse('permission_missing', request.permission);
  if (status === 404 && request.ifMissing) return refuse(request.ifMissing, detail);
  return refuse('answer_unusable', detail);
};

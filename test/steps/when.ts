import { setTimeout as sleep } from 'node:timers/promises';
import { checkedByOpenApi } from './openapi-answers.ts';
import { theStage } from './the-stage.ts';

/** One answer of the API, its body parsed. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

export interface Request {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Calls the API over HTTP, as a client would: `PUT /v1/customers/contoso`. A text or bytes body is sent as it is,
 * anything else as JSON. Every JSON answer is held against the API's own OpenAPI document.
 */
export const call = async <Body = Record<string, unknown>>(
  methodAndPath: string,
  { token, body, headers = {} }: Request = {},
): Promise<Answer<Body>> => {
  const [method = 'GET', path = '/'] = methodAndPath.split(' ');
  const { api } = await theStage();
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(new URL(path, api), {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }), // bytes and texts are bodies
  });
  const text = await response.text();
  const parsed: unknown = text === '' ? undefined : JSON.parse(text);
  await checkedByOpenApi(method, path, response.status, parsed);
  return { status: response.status, body: parsed as Body, headers: response.headers }; // checked against the document
};

const DAY = 86_400_000;

/** The UTC day that lies so many days before an instant, `YYYY-MM-DD`. */
export const daysBefore = (days: number, instant: Date | string): string =>
  new Date(new Date(instant).getTime() - days * DAY).toISOString().slice(0, 10);

/** The UTC day by the stage's clock, `YYYY-MM-DD`. */
export const today = async (): Promise<string> => daysBefore(0, await (await theStage()).now());

const LOOK_MILLISECONDS = 2000;
/** Longer than any step of a job may take, and its next one. */
const PATIENCE_MILLISECONDS = 600_000;

/** Waits until nothing is left to do, or where nobody can tell that, until a call is answered as `isDone` says. */
const waitFor = async <Body>(
  methodAndPath: string,
  token: string,
  isDone: (answer: Answer<Body>) => boolean,
): Promise<void> => {
  const { idle } = await theStage();
  if (idle) return idle();
  const until = performance.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const answer = await call<Body>(methodAndPath, { token });
    if (isDone(answer)) return;
    if (performance.now() > until)
      throw new Error(`${methodAndPath} is still answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    await sleep(LOOK_MILLISECONDS);
  }
};

/** Waits until the portfolio that `token` shows was published after an instant, with nobody's figures pending. */
export const portfolioIsPublished = (token: string, since: Date | string): Promise<void> =>
  waitFor<{ publishedAt: string; pending: number }>(
    'GET /v1/portfolio?limit=1',
    token,
    ({ status, body }) => status === 200 && body.publishedAt >= new Date(since).toISOString() && body.pending === 0,
  );

/** Waits until a customer's newest figures were made after an ISO instant. */
const figuresAreThere = (token: string, customerId: string, since: string): Promise<void> =>
  waitFor<{ processedAt: string }>(
    `GET /v1/customers/${customerId}/insights`,
    token,
    ({ status, body }) => status === 200 && body.processedAt >= since,
  );

/**
 * Recalculates now and waits for what the caller asked for: of all customers that it sees, its portfolio, and of one
 * customer, the figures. Returns the day that they are of.
 */
export const recalculate = async (token: string, customerId?: string): Promise<string> => {
  const { status, body } = await call<{ asOf: string; requestedAt: string }>('POST /v1/recalculations', {
    token,
    body: customerId ? { customerId } : {},
  });
  if (status !== 202) throw new Error(`The recalculation was not taken: ${JSON.stringify(body)}`);
  if (customerId === undefined) await portfolioIsPublished(token, body.requestedAt);
  else await figuresAreThere(token, customerId, body.requestedAt);
  return body.asOf;
};

/** Waits until an export is complete or has failed, and its mails are sent or given up. */
export const exportIsDone = (token: string, exportId: string): Promise<void> =>
  waitFor<{ status: string; mails: readonly { status: string }[] }>(
    `GET /v1/exports/${exportId}`,
    token,
    ({ body: { status, mails } }) =>
      ['complete', 'failed'].includes(status) && mails.every((mail) => !['pending', 'sending'].includes(mail.status)),
  );

/** Waits until none of an export's mails counts as sent: each has come back, or its recipient has complained. */
export const mailsHaveReturned = (token: string, exportId: string): Promise<void> =>
  waitFor<{ mails: readonly { status: string }[] }>(`GET /v1/exports/${exportId}`, token, ({ body: { mails } }) =>
    mails.every(({ status }) => ['bounced', 'complained'].includes(status)),
  );

/** Waits until an import is complete or has failed. */
export const importIsDone = (token: string, importId: string): Promise<void> =>
  waitFor<{ status: string }>(`GET /v1/imports/${importId}`, token, ({ body: { status } }) =>
    ['complete', 'failed'].includes(status),
  );

/** Waits until no message, no event and no invocation is left, which only the local runtime can tell. */
export const everythingIsDone = async (): Promise<void> => {
  const { idle } = await theStage();
  if (!idle)
    throw new Error(
      'Only the local runtime can tell that everything is done. Wait for what the test needs, or declare it by needsLocalRuntime.',
    );
  await idle();
};

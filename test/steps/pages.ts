import { theStack } from './stack.ts';

/** A page's answer, which redirects are too. */
export interface PageAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly html: string;
}

/** What a browser keeps of its session: the cookie as it sends it back. */
export type SessionCookie = string;

const cookieOf = (response: Response, name: string): string => {
  const set = response.headers.getSetCookie().find((one) => one.startsWith(`${name}=`));
  if (set === undefined) throw new Error(`${response.url} set no cookie ${name}: it answered ${response.status}`);
  return set.split(';')[0] ?? '';
};

/** Asks the pages for something as a browser with that cookie does, without following redirects. */
const ask = async (path: string, cookie: string, form?: URLSearchParams): Promise<Response> =>
  fetch(new URL(path, (await theStack()).api), {
    redirect: 'manual',
    headers: { cookie },
    ...(form ? { method: 'POST', body: form } : {}),
  });

const answerOf = async (response: Response): Promise<PageAnswer> => ({
  status: response.status,
  location: response.headers.get('location'),
  html: await response.text(),
});

/** Begins a sign-in, and lets the local issuer know who it is, without a browser; the function returned goes on to the end. */
export const beginSignIn = async (subject: string): Promise<() => Promise<Response>> => {
  const begun = await ask('/auth/sign-in', '');
  const toIssuer = new URL(begun.headers.get('location') ?? '');
  toIssuer.searchParams.set('login_hint', subject);
  const back = new URL((await fetch(toIssuer, { redirect: 'manual' })).headers.get('location') ?? '');
  return () => ask(`${back.pathname}${back.search}`, cookieOf(begun, '__Host-seatpulse-sign-in'));
};

/** Signs somebody in by the local issuer; returns the cookie of the new session. */
export const signIn = async (subject: string): Promise<SessionCookie> =>
  cookieOf(await (await beginSignIn(subject))(), '__Host-seatpulse-session');

/** Opens a page with a session. */
export const openPage = async (session: SessionCookie, path = '/exports'): Promise<PageAnswer> =>
  answerOf(await ask(path, session));

/** The token that the forms of a session's pages hold; empty when there is no such page. */
export const formTokenOf = async (session: SessionCookie): Promise<string> =>
  /name="formToken" value="([^"]+)"/u.exec((await openPage(session)).html)?.[1] ?? '';

/** Presses "Sign out" on a page of the session, as it works without JavaScript; or sends the form with another token. */
export const signOut = async (session: SessionCookie, token?: string): Promise<PageAnswer> => {
  const formToken = token ?? (await formTokenOf(session));
  return answerOf(await ask('/auth/sign-out', session, new URLSearchParams({ formToken })));
};

/** Sends a form of the session's pages, as it works without JavaScript. */
export const sendForm = async (
  session: SessionCookie,
  path: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<PageAnswer> =>
  answerOf(await ask(path, session, new URLSearchParams({ ...fields, formToken: await formTokenOf(session) })));

/** The version of the session secret that a cookie names. */
export const versionNamedBy = (session: SessionCookie): string => {
  const header: unknown = JSON.parse(Buffer.from(/=([^.]+)/u.exec(session)?.[1] ?? '', 'base64url').toString());
  return String(Object(header).kid);
};

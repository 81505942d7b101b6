import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { render } from 'preact-render-to-string';
import { type AuthorizerContext, authorizerContext } from '../../../lib/access/caller.ts';
import { callerWith, requireScope } from '../../../lib/access/caller-with.ts';
import { httpChain } from '../../../lib/http/http-chain.ts';
import { requireUsableParameters } from '../../../lib/http/parameters.ts';
import { errorsOf, Problem } from '../../../lib/problem/problem.ts';
import type { Sealer } from '../session/sealed.ts';
import { holdsFormToken, readSession, type Session, wasEnded } from '../session/session.ts';
import { localeOf } from './locale.ts';
import type { Page, PageCall, PageReply, PlainPage, PlainReply, Visitor } from './page.ts';
import { type ErrorDocument, pageErrors } from './page-errors.ts';
import { readForm } from './read-form.ts';
import { securityHeaders } from './security-headers.ts';

/** What every page needs besides its own code. */
export interface PageSurroundings {
  readonly sealer: Sealer;
  /** What a subject may do; `undefined` for a stranger. */
  readonly accessOf: (subject: string) => Promise<AuthorizerContext | undefined>;
  /** When a subject last signed out, as far as that matters to a session; `undefined` when it does not. */
  readonly lastSignOutOf: (subject: string) => Promise<Date | undefined>;
  /** Where somebody signs in who wants to see a path of these pages. */
  readonly signInPath: (to: string) => string;
  /** The page that says that nobody is signed in. */
  readonly signedOutPath: string;
  /** What an error looks like. */
  readonly errorDocument: ErrorDocument;
  /** Other origins that forms and scripts may send files to. */
  readonly uploadOrigin: () => Promise<string>;
}

/** The handler of a function that serves pages: finds the page, who looks at it, and answers HTML; errors too. */
export const pageHandler = (pages: readonly (Page | PlainPage)[], surroundings: PageSurroundings) => {
  const byRouteKey = new Map<string, Page | PlainPage>(pages.map((one) => [one.route, one]));
  return httpChain(securityHeaders(surroundings.uploadOrigin), pageErrors(surroundings.errorDocument)).handler(
    async (event) => {
      const page = byRouteKey.get(event.routeKey);
      if (!page) throw new Problem(404, 'unknown_page', 'There is no such page.');
      requireUsableParameters(event);
      const now = new Date(event.requestContext.timeEpoch);
      const { cookies = [], headers } = event;
      if ('answerPlainly' in page)
        return plain(
          await page.answerPlainly({
            query: event.rawQueryString,
            path: event.pathParameters ?? {},
            cookies,
            headers,
            now,
          }),
        );
      const session = await readSession(surroundings.sealer, cookies, now);
      const visitor = session && (await visitorOf(session, surroundings, headers['accept-language']));
      if (!session || !visitor) return toSignIn(event, surroundings);
      if (page.scopes !== 'anybody') requireScope(visitor.caller, page.scopes);
      const call = { ...parse(page, event, session), visitor, now };
      return toGateway(await page.answer(call as PageCall<never, never, never>)); // parsed by this page's own schemas
    },
  );
};

/** Who looks at the page; `undefined` when the session was ended by signing out. Throws a 403 problem without access. */
const visitorOf = async (
  session: Session,
  { accessOf, lastSignOutOf }: PageSurroundings,
  languages: string | undefined,
): Promise<Visitor | undefined> => {
  const [access, lastSignOut] = await Promise.all([accessOf(session.subject), lastSignOutOf(session.subject)]);
  if (wasEnded(session, lastSignOut)) return undefined;
  if (!access)
    throw new Problem(
      403,
      'no_access',
      `You are signed in as "${session.subject}", who has no access yet. Ask the operator for it.`,
    );
  const caller = callerWith(authorizerContext.parse(access), session.actingAs);
  return { caller, session, locale: localeOf(languages) };
};

/**
 * After the sign-in a page is shown; what a form wanted to do is not done, for the person may be another by then. A form
 * may not be led to the issuer either (the policy's form-action), so it ends at a page with a link.
 */
const toSignIn = (event: APIGatewayProxyEventV2, { signInPath, signedOutPath }: PageSurroundings) => {
  if (event.requestContext.http.method !== 'GET') return toGateway({ seeOther: signedOutPath });
  const query = event.rawQueryString === '' ? '' : `?${event.rawQueryString}`;
  return toGateway({ seeOther: signInPath(`${event.rawPath}${query}`) });
};

const parse = (page: Page, event: APIGatewayProxyEventV2, session: Session) => {
  const part = (name: string, schema: Page['path'], value: unknown) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [first] = errorsOf(parsed.error);
    throw new Problem(
      400,
      `invalid_${name}`,
      `The ${name} is not understood: ${first?.pointer.slice(1)}: ${first?.message}.`,
    );
  };
  const isPost = event.requestContext.http.method === 'POST';
  const { formToken = '', ...fields } = isPost ? readForm(event) : {};
  if (isPost && !holdsFormToken(session, String(formToken)))
    throw new Problem(
      403,
      'form_expired',
      'The form is from before you signed in. Go back, load the page anew and send it again.',
    );
  return {
    path: part('path', page.path, event.pathParameters ?? {}),
    query: part('query', page.query, withoutEmpty(event.queryStringParameters ?? {})),
    form: part('form', page.form, fields),
  };
};

/** A search form sends its empty fields too. */
const withoutEmpty = (query: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));

const plain = ({ status, headers = {}, cookies = [], body }: PlainReply): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { 'cache-control': 'no-store', ...headers },
  ...(cookies.length > 0 ? { cookies: [...cookies] } : {}),
  ...(body === undefined ? {} : { body }),
});

const toGateway = (reply: PageReply): APIGatewayProxyStructuredResultV2 =>
  'seeOther' in reply
    ? plain({ status: 303, headers: { location: reply.seeOther }, cookies: reply.cookies ?? [] })
    : plain({
        status: reply.status ?? 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: `<!DOCTYPE html>${render(reply.document)}`,
      });

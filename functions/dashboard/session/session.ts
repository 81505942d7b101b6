import { randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { subject } from '../../../lib/access/access-record.ts';
import { entityId } from '../../../lib/values/entity-id.ts';
import type { Sealer } from './sealed.ts';

/** Who is signed in. What that person may do stands in the access record alone, and is looked up at each request. */
const session = z.object({
  subject,
  /** Goes into every form: a page of another site does not know it. */
  formToken: z.string(),
  /** ISO instant with milliseconds: a sign-out ends the sessions that were issued up to it. */
  issuedAt: z.iso.datetime(),
  /** The partner that an operator acts as; all customers when left out. */
  actingAs: entityId.optional(),
  /** ISO instant: acting as another partner does not prolong the session. */
  until: z.iso.datetime(),
});
export type Session = Readonly<z.infer<typeof session>>;

/** How long a person stays signed in: a working day. */
export const SESSION_HOURS = 10;
const SESSION_MILLISECONDS = SESSION_HOURS * 3_600_000;
const PURPOSE = 'session';

/** Browsers take a `__Host-` cookie only with Secure, for this host alone and for all paths (RFC 6265bis, 4.1.3.2). */
const SESSION_COOKIE = '__Host-seatpulse-session';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** A new session of somebody who has just signed in. */
export const newSession = (who: string, now: Date): Session => ({
  subject: who,
  formToken: randomBytes(18).toString('base64url'),
  issuedAt: now.toISOString(),
  until: new Date(now.getTime() + SESSION_MILLISECONDS).toISOString(),
});

/** Whether the subject's last sign-out ended the session, wherever that was. */
export const wasEnded = ({ issuedAt }: Session, lastSignOut: Date | undefined): boolean =>
  lastSignOut !== undefined && Date.parse(issuedAt) <= lastSignOut.getTime();

/**
 * The sign-out of somebody at `now`, by which this session and all others of the subject so far end: when it counts from,
 * and when all of them would be over anyway. Clocks of gateways may differ: it is never before the session it ends.
 */
export const signOutOf = ({ issuedAt }: Session, now: Date): { at: Date; until: Date } => {
  const at = new Date(Math.max(now.getTime(), Date.parse(issuedAt)));
  return { at, until: new Date(at.getTime() + SESSION_MILLISECONDS) };
};

/** A cookie header's value that sets a cookie for so many seconds, which do not depend on the browser's clock. */
export const cookieOf = (name: string, value: string, seconds: number): string =>
  `${name}=${value}; ${ATTRIBUTES}; Max-Age=${Math.max(0, Math.floor(seconds))}`;

/** A cookie header's value that deletes a cookie. */
export const endedCookie = (name: string): string => cookieOf(name, '', 0);

/** The cookie that keeps the session. */
export const sessionCookie = async (sealer: Sealer, one: Session, now: Date): Promise<string> => {
  const until = new Date(one.until);
  const seconds = (until.getTime() - now.getTime()) / 1000;
  return cookieOf(SESSION_COOKIE, await sealer.seal(PURPOSE, one, { now, until }), seconds);
};

/** The cookie that ends the session. */
export const endedSessionCookie = (): string => endedCookie(SESSION_COOKIE);

/** The value of a cookie among those of a request, `name=value` each. */
export const cookieNamed = (cookies: readonly string[], name: string): string | undefined =>
  cookies.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);

/** The session of a request's cookies, or `undefined` when they hold none that is good; `wasEnded` tells of sign-outs. */
export const readSession = (sealer: Sealer, cookies: readonly string[], now: Date): Promise<Session | undefined> =>
  sealer.open(PURPOSE, cookieNamed(cookies, SESSION_COOKIE), session, now);

/** Whether a form holds the session's own token. */
export const holdsFormToken = ({ formToken }: Session, given: string): boolean => {
  const [wanted, got] = [Buffer.from(formToken), Buffer.from(given)];
  return wanted.length === got.length && timingSafeEqual(wanted, got);
};

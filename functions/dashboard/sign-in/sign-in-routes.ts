import * as z from 'zod';
import { recordSignOut } from '../../../lib/access/sign-out-table.ts';
import { recordEvent } from '../../../lib/audit/record.ts';
import { readPartner } from '../../../lib/customers/partner-table.ts';
import { Problem } from '../../../lib/problem/problem.ts';
import { entityId } from '../../../lib/values/entity-id.ts';
import { ROUTES } from '../routes.ts';
import { endedSessionCookie, newSession, sessionCookie, signOutOf } from '../session/session.ts';
import { definePage } from '../site/define-page.ts';
import { signedOutPage } from '../site/message-page.tsx';
import type { Page, PlainPage } from '../site/page.ts';
import { jobs, licensing } from '../site/stores.ts';
import { plainDocument, sealer, signIn } from '../site/surroundings.ts';

const beginSignIn: PlainPage = {
  route: ROUTES.beginSignIn,
  answerPlainly: async ({ query, now }) => {
    const { location, cookie } = await signIn.begin(new URLSearchParams(query).get('to') ?? '/', now);
    return { status: 302, headers: { location }, cookies: [cookie] };
  },
};

const finishSignIn: PlainPage = {
  route: ROUTES.finishSignIn,
  answerPlainly: async ({ query, cookies, now }) => {
    const { subject, to } = await signIn.finish(query, cookies, now);
    await recordEvent({ jobs, subject, at: now }, { action: 'sign-in' });
    const session = await sessionCookie(sealer, newSession(subject, now), now);
    return { status: 303, headers: { location: to }, cookies: [session, signIn.endedCookie] };
  },
};

const signedOut: PlainPage = {
  route: ROUTES.signedOut,
  answerPlainly: async ({ headers }) =>
    plainDocument(headers['accept-language'], async (shell) => signedOutPage(await signIn.endSessionUrl(), shell)),
};

const signOut = definePage(ROUTES.signOut, {
  scopes: 'anybody',
  answer: async ({ visitor: { session }, now }) => {
    await recordEvent({ jobs, subject: session.subject, at: now }, { action: 'sign-out' });
    await recordSignOut(jobs, session.subject, signOutOf(session, now));
    return { seeOther: '/signed-out', cookies: [endedSessionCookie()] };
  },
});

const actAs = definePage(ROUTES.actAs, {
  scopes: ['operator'],
  form: z.object({ partner: z.string().trim() }),
  answer: async ({ form, visitor: { session }, now }) => {
    const { actingAs: _, ...rest } = session;
    const partner = form.partner === '' ? undefined : entityId.safeParse(form.partner).data;
    if (form.partner !== '' && (partner === undefined || !(await readPartner(licensing, partner))))
      throw new Problem(404, 'unknown_partner', `There is no partner "${form.partner}". Check its id.`);
    const deed = { action: 'acting-as', ...(partner === undefined ? {} : { target: partner }) } as const;
    await recordEvent({ jobs, subject: session.subject, at: now }, deed);
    const next = partner === undefined ? rest : { ...rest, actingAs: partner };
    return { seeOther: '/', cookies: [await sessionCookie(sealer, next, now)] };
  },
});

/** Signing in and out, and for operators whom they act as. */
export const authPages: readonly (Page | PlainPage)[] = [beginSignIn, finishSignIn, signedOut, signOut, actAs];

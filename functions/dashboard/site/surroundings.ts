import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { readAccessOf } from '../../../lib/access/access-of.ts';
import { partnerOf } from '../../../lib/access/caller.ts';
import { readLastSignOut } from '../../../lib/access/sign-out-table.ts';
import { readPartner } from '../../../lib/customers/partner-table.ts';
import { createUploadForm } from '../../../lib/imports/job/upload-form.ts';
import { readSessionKeys } from '../session/read-session-keys.ts';
import { createSealer } from '../session/sealed.ts';
import { keepSessionKeys } from '../session/session-keys.ts';
import { createSignIn } from '../session/sign-in.ts';
import { assetAddresses } from './assets.ts';
import { localeOf } from './locale.ts';
import { problemPage } from './message-page.tsx';
import type { PlainReply, Visitor } from './page.ts';
import type { PageSurroundings } from './page-handler.ts';
import type { Shell } from './shell.ts';
import { jobs, licensing, settings } from './stores.ts';

export const sealer = createSealer(keepSessionKeys(() => readSessionKeys(settings.SESSION_SECRET_ARN)));
export const signIn = createSignIn(sealer, {
  issuer: settings.ISSUER,
  clientId: settings.CLIENT_ID,
  pagesUrl: settings.PAGES_URL,
});

/** What a page is drawn with for its visitor. */
export const shellFor = async (visitor: Visitor): Promise<Shell> => {
  const partnerId = partnerOf(visitor.caller);
  const partner = partnerId === undefined ? undefined : await readPartner(licensing, partnerId);
  return { ...assetAddresses, locale: visitor.locale, visitor, portfolioName: partner?.name };
};

/** A page for whoever comes, signed in or not. */
export const plainDocument = async (
  acceptLanguage: string | undefined,
  draw: (shell: Shell) => Promise<VNode>,
): Promise<PlainReply> => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!DOCTYPE html>${render(await draw({ ...assetAddresses, locale: localeOf(acceptLanguage) }))}`,
});

let uploadOrigin: Promise<string> | undefined;

/** What every page needs besides its own code. */
export const surroundings: PageSurroundings = {
  sealer,
  accessOf: (subject) => readAccessOf(licensing, subject, settings.FIRST_OPERATOR),
  lastSignOutOf: (subject) => readLastSignOut(jobs, subject),
  signInPath: (to) => `/auth/sign-in?${new URLSearchParams({ to })}`,
  signedOutPath: '/signed-out',
  errorDocument: (problem, requestId, locale) => problemPage(problem, requestId, { ...assetAddresses, locale }),
  // The bucket's address as S3 itself spells it; making a form sends nothing.
  uploadOrigin: () => {
    uploadOrigin ??= createUploadForm(settings.UPLOADS_BUCKET, 'origin', 1).then(({ url }) => new URL(url).origin);
    return uploadOrigin;
  },
};

import type { VNode } from 'preact';
import type { Problem } from '../../../lib/problem/problem.ts';
import { documentOf } from './layout.tsx';
import { messageTexts as texts } from './message-texts.ts';
import type { Shell } from './shell.ts';

/** The page that tells of a problem, and what to do next. `requestId` is what support finds it by. */
export const problemPage = (problem: Problem, requestId: string, shell: Shell): VNode => {
  const title = texts.titles[problem.status] ?? texts.titleOfOthers;
  return documentOf(
    shell,
    { title },
    <div class="message">
      <h1>{title}</h1>
      <p>{problem.message}</p>
      {problem.status === 403 ? <SignOutHint /> : null}
      <p>
        <a href="/">{texts.toPortfolio}</a>
      </p>
      {problem.status >= 500 ? <p class="note">{texts.requestId(requestId)}</p> : null}
    </div>,
  );
};

const SignOutHint = () => (
  <p>
    <a href="/signed-out">{texts.anotherAccount}</a>
  </p>
);

/** The page of somebody who is not signed in. `issuerSignOut` ends the issuer's own session too. */
export const signedOutPage = (issuerSignOut: string | undefined, shell: Shell): VNode =>
  documentOf(
    shell,
    { title: texts.signedOut },
    <div class="message">
      <h1>{texts.signedOut}</h1>
      <p>
        <a class="button primary" href="/auth/sign-in">
          {texts.signIn}
        </a>
      </p>
      {issuerSignOut === undefined ? null : (
        <p>
          <a href={issuerSignOut}>{texts.signOutEverywhere}</a>
        </p>
      )}
    </div>,
  );

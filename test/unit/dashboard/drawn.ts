import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { Shell } from '../../../functions/dashboard/site/shell.ts';
import type { Scope } from '../../../lib/access/caller.ts';

/** What pages are drawn with for somebody at a partner. */
export const shellOfContoso = (scopes: readonly Scope[] = ['exports:write']): Shell => ({
  styles: '/assets/styles.css',
  script: '/assets/app.js',
  locale: 'en-GB',
  portfolioName: 'Contoso Cloud',
  visitor: {
    caller: { subject: 'anna', scopes: new Set(scopes), operator: false, portfolio: 'contoso' },
    session: {
      subject: 'anna',
      formToken: 'token-of-the-session',
      issuedAt: '2026-03-10T10:00:00.000Z',
      until: '2026-03-10T20:00:00.000Z',
    },
    locale: 'en-GB',
  },
});

/** A page as HTML. */
export const htmlOf = (page: VNode): string => render(page);

/** What a page's main part says, one line per element, without markup. */
export const linesOf = (page: VNode): string[] =>
  (/<main[^>]*>(.*)<\/main>/su.exec(htmlOf(page))?.[1] ?? '')
    .replaceAll(/<[^>]+>/gu, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The values of an attribute, in the order of the page. */
export const attributesOf = (page: VNode, name: string): string[] =>
  [...htmlOf(page).matchAll(new RegExp(` ${name}="([^"]*)"`, 'gu'))].map(([, value = '']) => value);

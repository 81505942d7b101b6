import { answerHeaders, BROWSER_HEADERS } from '../../../lib/http/answer-headers.ts';
import type { HttpMiddleware } from '../../../lib/http/http-middleware.ts';

/** Headers of every page. Nothing is loaded from elsewhere, nothing inline runs; files may be sent to `uploadOrigin`. */
const headersWith = (uploadOrigin: string): Readonly<Record<string, string>> => ({
  ...BROWSER_HEADERS,
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${uploadOrigin}`,
    `form-action 'self' ${uploadOrigin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'same-origin',
});

/** Adds the headers to whatever is answered. */
export const securityHeaders = (uploadOrigin: () => Promise<string>): HttpMiddleware =>
  answerHeaders(async () => headersWith(await uploadOrigin()));

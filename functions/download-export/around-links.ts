import httpContentNegotiation from '@middy/http-content-negotiation';
import { answerHeaders, BROWSER_HEADERS } from '../../lib/http/answer-headers.ts';
import { errorAnswers } from '../../lib/http/error-answers.ts';
import type { HttpMiddleware } from '../../lib/http/http-middleware.ts';
import { problemDocument } from '../../lib/http/problem-answers.ts';
import { LINK_PAGE_STYLE_HASH, linkPage } from './link-page.tsx';

/** What a problem is answered with; the first where the caller takes anything. */
const FORMS = ['application/problem+json', 'application/json', 'text/html'];

const HEADERS = {
  ...BROWSER_HEADERS,
  'content-security-policy': [
    "default-src 'none'",
    `style-src '${LINK_PAGE_STYLE_HASH}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  // Neither the address with its token nor the presigned one may end up in another site's log.
  'referrer-policy': 'no-referrer',
};

/**
 * What stands around links that people open from their mail: a browser gets a page in words where a link leads nowhere,
 * a program the problem document.
 */
export const aroundLinks = (): HttpMiddleware[] => [
  answerHeaders(async () => HEADERS),
  httpContentNegotiation({
    parseCharsets: false,
    parseEncodings: false,
    parseLanguages: false,
    availableMediaTypes: FORMS,
    failOnMismatch: false,
  }) as HttpMiddleware,
  errorAnswers((problem, requestId, _event, context) =>
    'preferredMediaType' in context && context.preferredMediaType === 'text/html'
      ? { contentType: 'text/html; charset=utf-8', body: linkPage(problem, requestId) }
      : problemDocument(problem, requestId),
  ),
];

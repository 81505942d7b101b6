import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { LINK_PAGE_STYLE_HASH, linkPage } from '../../../../functions/download-export/link-page.tsx';
import { Problem } from '../../../../lib/problem/problem.ts';

const EXPIRED = new Problem(410, 'link_expired', 'This link is more than 7 days old. Ask for <a> new one.');

test('says what happened and whom to ask, and escapes what it is told', () => {
  const html = linkPage(EXPIRED, 'request-1');
  expect(html).toContain('<h1>This link does not work any more</h1><p>This link is more than 7 days old.');
  expect(html).toContain('Ask for &lt;a> new one.');
  expect(html).toContain('<h2>Whom to ask</h2>');
  expect(html).not.toContain('request-1');
});

test('of what failed on our side it gives the number to ask by', () => {
  const html = linkPage(new Problem(500, 'internal_error', 'Something failed.'), 'request-1');
  expect(html).toContain('The file could not be opened');
  expect(html).toContain('request-1');
  expect(html).not.toContain('Whom to ask');
});

test('the policy knows its style sheet', () => {
  const [, style = ''] = /<style>(.*?)<\/style>/su.exec(linkPage(EXPIRED, '')) ?? [];
  expect(LINK_PAGE_STYLE_HASH).toBe(`sha256-${createHash('sha256').update(style).digest('base64')}`);
});

import { expect, test } from 'vitest';
import { type UserAgentKind, userAgentKind } from '../../../../functions/dashboard/exports/user-agent-kind.ts';

test.each<[UserAgentKind, string]>([
  [
    'browser',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
  ],
  ['browser', 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'],
  ['mailApp', 'Mozilla/4.0 (compatible; ms-office; MSOffice 16) Microsoft Office/16.0 (Microsoft Outlook 16.0.1)'],
  ['mailApp', 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.0'],
  ['scanner', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
  ['scanner', 'Mozilla/5.0 Chrome/120.0 Safari/537.36 BarracudaCentral'],
  ['program', 'curl/8.5.0'],
  ['program', 'python-requests/2.32'],
  ['unknown', ''],
  ['unknown', 'x'],
])('tells a %s by %s', (kind, userAgent) => {
  expect(userAgentKind(userAgent)).toBe(kind);
});

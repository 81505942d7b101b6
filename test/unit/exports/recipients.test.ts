import { expect, test } from 'vitest';
import { isSameRequest, recipientsOf } from '../../../lib/exports/job/export-job.ts';
import { mailsOf } from '../../../lib/exports/job/export-mail.ts';
import { exportOfContoso } from './contoso.ts';

const job = exportOfContoso({
  requestedBy: 'anna',
  recipients: ['a@contoso.example'],
  sentLater: [
    { recipient: 'b@contoso.example', requestedBy: 'bo' },
    { recipient: 'a@contoso.example', requestedBy: 'bo' },
    { recipient: 'b@contoso.example', requestedBy: 'cy' },
  ],
});

test('everybody is mailed once, for who asked first', () => {
  expect(recipientsOf(job)).toEqual([
    { recipient: 'a@contoso.example', requestedBy: 'anna' },
    { recipient: 'b@contoso.example', requestedBy: 'bo' },
  ]);
  expect(mailsOf(job, []).map(({ recipient }) => recipient)).toEqual(['a@contoso.example', 'b@contoso.example']);
});

test('to be sent to more people makes an export no other request', () => {
  expect(isSameRequest(job, exportOfContoso({ recipients: ['a@contoso.example'] }))).toBe(true);
});

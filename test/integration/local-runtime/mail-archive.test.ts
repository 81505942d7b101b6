import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startMail } from '../../../infra/local/embedded/mail.ts';
import { createMailArchive } from '../../../infra/local/mail-archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'mails-'));

afterAll(() => rmSync(folder, { recursive: true }));

const mail = (subject: string) => ({
  FromEmailAddress: 'Seatpulse <seatpulse@example.com>',
  Destination: { ToAddresses: ['ana@northwind.example'] },
  Content: {
    Simple: { Subject: { Data: subject }, Body: { Text: { Data: 'A link' }, Html: { Data: '<p>A link</p>' } } },
  },
});

test('kept mails are in the mailbox again after a restart, in their order', async () => {
  const archive = createMailArchive(join(folder, 'data', 'mails.ndjson'));
  const server = await startMail();
  const subjects = async () => {
    const store = (await (await fetch(new URL('/store', server.url))).json()) as { emails: { subject: string }[] }; // its own format
    return store.emails.map(({ subject }) => subject);
  };
  await archive.putBack(server.url);
  expect(await subjects()).toEqual([]);
  await archive.keep(mail('First'));
  await archive.keep(mail('Second'));
  await archive.putBack(server.url);
  expect(await subjects()).toEqual(['First', 'Second']);
  await server.stop();
});

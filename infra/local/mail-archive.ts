import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The SES v2 call that sends a mail (SES API reference v2, SendEmail). */
const SEND_EMAIL = '/v2/email/outbound-emails';

/** Keeps the mails of the local mailbox over restarts, which its server itself does not. */
export interface MailArchive {
  /** Keeps a mail, given as the SendEmail request that sent it. */
  readonly keep: (request: unknown) => Promise<void>;
  /** Puts all kept mails into the mailbox at `mailbox`, in their order. */
  readonly putBack: (mailbox: URL) => Promise<void>;
}

/** An archive in one file, a request a line. */
export const createMailArchive = (path: string): MailArchive => ({
  keep: async (request) => {
    await mkdir(dirname(path), { recursive: true });
    await appendFile(path, `${JSON.stringify(request)}\n`);
  },
  putBack: async (mailbox) => {
    const kept = await readFile(path, 'utf8').catch(() => '');
    for (const body of kept.split('\n').filter((line) => line !== '')) {
      const headers = { 'content-type': 'application/json', authorization: 'AWS local' };
      const answer = await fetch(new URL(SEND_EMAIL, mailbox), { method: 'POST', headers, body });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`The mailbox did not take a kept mail: ${answer.status}`);
    }
  },
});

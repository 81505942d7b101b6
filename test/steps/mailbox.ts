import { theStack } from './stack.ts';

/** A mail as the local inbox keeps it. */
export interface Mail {
  readonly subject: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly html: string;
}

interface StoredMail {
  readonly subject: string;
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly text?: string; readonly html?: string };
}

/** Every mail to one address, oldest first. */
const mailsTo = async (address: string, mailbox: URL): Promise<Mail[]> => {
  const response = await fetch(new URL('/store', mailbox));
  const { emails } = (await response.json()) as { emails: StoredMail[] }; // the mailbox's own format
  return emails
    .filter(({ destination }) => destination.to.includes(address))
    .map(({ subject, destination, body }) => ({
      subject,
      to: destination.to,
      text: body.text ?? '',
      html: body.html ?? '',
    }));
};

/** The only mail to an address, by default in the inbox of the shared stack; throws when there is none or more than one. */
export const mailTo = async (address: string, mailbox?: URL): Promise<Mail> => {
  const mails = await mailsTo(address, mailbox ?? (await theStack()).mailbox);
  const [mail] = mails;
  if (!mail || mails.length > 1) throw new Error(`${address} has ${mails.length} mails, not one`);
  return mail;
};

/** The distinct download links of a mail's text or HTML. */
export const linksIn = (text: string): string[] => [...new Set(text.match(/https?:\/\/[^\s"<>]+\/d\/[\w-]+/gu) ?? [])];

import * as z from 'zod';
import type { MailStatus } from '../job/export-mail.ts';

/** The tags that a mail is sent with, by which its events are told apart from others. */
export const MAIL_TAGS = { exportId: 'exportId', claim: 'claim' } as const;

const mail = z.object({
  destination: z.array(z.string()).min(1),
  /** SES tells each with a list of values. */
  tags: z.record(z.string(), z.array(z.string())).default({}),
});

/** SES's words are open lists, which it adds to. */
const bounceEvent = z.object({
  eventType: z.literal('Bounce'),
  mail,
  bounce: z.object({
    /** `Permanent`, `Transient` or `Undetermined`. */
    bounceType: z.string(),
    bounceSubType: z.string(),
    timestamp: z.iso.datetime(),
  }),
});
const complaintEvent = z.object({
  eventType: z.literal('Complaint'),
  mail,
  complaint: z.object({ timestamp: z.iso.datetime() }),
});

/**
 * What SES tells EventBridge of a mail that came back or was complained about:
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html (the same record, as `detail`).
 */
export const mailEvent = z.object({ detail: z.discriminatedUnion('eventType', [bounceEvent, complaintEvent]) });
export type MailEvent = z.output<typeof mailEvent>;

/** What an event means for the mail it is about. */
export interface MailReturn {
  readonly status: Extract<MailStatus, 'bounced' | 'complained'>;
  /** In a sentence, made of known words only: the receiving server's own are a stranger's. */
  readonly reason: string;
  /** ISO instant. */
  readonly at: string;
  /** Whether the next mail to the address would fare no better. */
  readonly lasts: boolean;
}

const SUBTYPES: Readonly<Record<string, string>> = {
  NoEmail: 'there is no such address',
  Suppressed: 'the mail provider holds the address back, as mails to it came back before',
  OnAccountSuppressionList: 'the mail provider holds the address back, as mails to it came back before',
  MailboxFull: 'the mailbox is full',
  MessageTooLarge: 'the mail was too large for it',
  ContentRejected: 'its mail server refused the content',
  AttachmentRejected: 'its mail server refused the content',
};

/** What became of the mail. */
export const returnOf = ({ detail }: MailEvent): MailReturn => {
  if (detail.eventType === 'Complaint') {
    const { timestamp: at } = detail.complaint;
    return { status: 'complained', reason: 'The recipient marked the mail as unwanted.', at, lasts: true };
  }
  const { bounceType, bounceSubType, timestamp: at } = detail.bounce;
  const lasts = bounceType === 'Permanent';
  const why = SUBTYPES[bounceSubType];
  const said = lasts ? 'The address takes no mail' : 'The mail could not be delivered for now';
  const then = lasts ? '' : ' Ask for a new export to try again.';
  return { status: 'bounced', reason: `${said}${why === undefined ? '' : `: ${why}`}.${then}`, at, lasts };
};

/** Which mail the event is about; `undefined` for one that is no export's. */
export const mailOf = ({ detail }: MailEvent): { exportId: string; claim: string; recipient: string } | undefined => {
  const { destination, tags } = detail.mail;
  const [exportId] = tags[MAIL_TAGS.exportId] ?? [];
  const [claim] = tags[MAIL_TAGS.claim] ?? [];
  const recipient = destination[0]?.trim().toLowerCase();
  return exportId === undefined || claim === undefined || recipient === undefined
    ? undefined
    : { exportId, claim, recipient };
};

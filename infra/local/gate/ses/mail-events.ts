import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { isJsonObject, type JsonObject, textOf } from '../json-body.ts';
import { bareAddress, recipientsOf } from './ses-call.ts';

/** What SES tells of a sent mail: an event of a type, which a configuration set may publish or not. */
export interface SesEvent {
  readonly eventType: 'Bounce' | 'Complaint';
  readonly detail: Readonly<Record<string, unknown>>;
}

/** AWS's mailbox simulator, which may have a label: `bounce+label@simulator.amazonses.com` (SES developer guide). */
const SIMULATOR = /^(bounce|complaint|suppressionlist)(?:\+[^@]*)?@simulator\.amazonses\.com$/i;

/**
 * What becomes of a mail, given as its SendEmail request: nothing worth telling, unless it goes to an address of AWS's
 * mailbox simulator that bounces or complains. The format is that of event publishing:
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const eventsOf = (
  request: JsonObject,
  { messageId, account, region, clock }: { messageId: string; account: string; region: string; clock: Clock },
): SesEvent[] =>
  recipientsOf(request).flatMap((recipient) => {
    const emailAddress = bareAddress(recipient);
    const kind = SIMULATOR.exec(emailAddress)?.[1]?.toLowerCase();
    if (kind === undefined) return [];
    const timestamp = clock.now().toISOString();
    const mail = describeMail(request, { messageId, account, region, timestamp, emailAddress });
    const feedbackId = randomUUID();
    if (kind === 'complaint') {
      const complainedRecipients = [{ emailAddress }];
      const complaint = { complainedRecipients, timestamp, feedbackId, complaintFeedbackType: 'abuse' };
      return { eventType: 'Complaint', detail: { eventType: 'Complaint', complaint, mail } };
    }
    const bounceSubType = kind === 'bounce' ? 'General' : 'OnAccountSuppressionList';
    const bouncedRecipients = [
      { emailAddress, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
    ];
    const bounce = { bounceType: 'Permanent', bounceSubType, bouncedRecipients, timestamp, feedbackId };
    return { eventType: 'Bounce', detail: { eventType: 'Bounce', bounce, mail } };
  });

const describeMail = (
  request: JsonObject,
  at: { messageId: string; account: string; region: string; timestamp: string; emailAddress: string },
) => {
  const source = textOf(request, 'FromEmailAddress') ?? '';
  const own: unknown[] = Array.isArray(request.EmailTags) ? request.EmailTags : [];
  return {
    timestamp: at.timestamp,
    source,
    sendingAccountId: at.account,
    messageId: at.messageId,
    destination: [at.emailAddress],
    headersTruncated: false,
    headers: [],
    tags: {
      'ses:configuration-set': [textOf(request, 'ConfigurationSetName') ?? ''],
      'ses:from-domain': [bareAddress(source).split('@')[1] ?? ''],
      ...Object.fromEntries(own.filter(isJsonObject).map((tag) => [textOf(tag, 'Name') ?? '', [textOf(tag, 'Value')]])),
    },
  };
};

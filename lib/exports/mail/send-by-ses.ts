import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SDK_LOGGER } from '../../storage/sdk-logger.ts';
import type { RenderedEmail } from './export-email.tsx';

/** `later`: SES takes no more just now, and has not taken this one. `unconfirmed`: it may have taken it. */
export type SendOutcome =
  | { readonly status: 'sent' | 'unconfirmed' | 'later' }
  | { readonly status: 'failed'; readonly reason: string };

/** Errors that are over by themselves (SES API v2 reference, SendEmail; "Daily message quota exceeded" is a throttling). */
const LATER = new Set(['TooManyRequestsException', 'LimitExceededException', 'ThrottlingException', 'Throttling']);

let sharedClient: SESv2Client | undefined;

/** Who sends, and by which configuration set, which tells what became of the mail. */
export interface MailSender {
  readonly from: string;
  readonly configurationSet: string;
}

/** The one mail to be sent; its tags (letters, digits, `-` and `_` in name and value) come back with what becomes of it. */
export interface OutgoingMail {
  readonly recipient: string;
  readonly email: RenderedEmail;
  readonly tags: Readonly<Record<string, string>>;
}

/** Asks SES once to send a mail, and never again by itself: a call without an answer may have sent it. */
export const sendBySes = async (
  { from, configurationSet }: MailSender,
  { recipient, email, tags }: OutgoingMail,
): Promise<SendOutcome> => {
  sharedClient ??= new SESv2Client({ maxAttempts: 1, logger: SDK_LOGGER });
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  try {
    await sharedClient.send(
      new SendEmailCommand({
        FromEmailAddress: `Seatpulse <${from}>`,
        Destination: { ToAddresses: [recipient] },
        ConfigurationSetName: configurationSet,
        EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
        Content: {
          Simple: { Subject: utf8(email.subject), Body: { Html: utf8(email.html), Text: utf8(email.text) } },
        },
      }),
    );
    return { status: 'sent' };
  } catch (error) {
    return outcomeOf(error);
  }
};

const outcomeOf = (error: unknown): SendOutcome => {
  if (!(error instanceof SESv2ServiceException)) return { status: 'unconfirmed' };
  const { httpStatusCode = 0 } = error.$metadata;
  if (LATER.has(error.name) || httpStatusCode === 429) return { status: 'later' };
  if (httpStatusCode < 400 || httpStatusCode >= 500) return { status: 'unconfirmed' };
  // SES's own message names the sender's identities and regions: the operator's business, not the recipient's.
  return {
    status: 'failed',
    reason: `The mail provider refused it (${error.name}). Check the address; if it is right, ask the operator.`,
  };
};

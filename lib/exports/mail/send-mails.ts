import { type Partner, readPartner } from '../../customers/partner-table.ts';
import { mayStillRead } from '../../portfolio/still-readable.ts';
import type { Table } from '../../storage/table.ts';
import { CUSTOMER_LEFT } from '../job/customer-left.ts';
import { type CompleteExport, recipientsOf } from '../job/export-job.ts';
import type { ExportMail } from '../job/export-mail.ts';
import { readUndeliverable, undeliverableText } from '../job/undeliverable-table.ts';
import { linkEnd } from '../links/mailed-link.ts';
import { createLinks, type LinkedFile } from './create-links.ts';
import { type RenderedEmail, renderExportEmail } from './export-email.tsx';
import { claimMail, readMails, recordMailStatus } from './export-mail-table.ts';
import { MAIL_TAGS } from './mail-event.ts';
import { type MailSender, sendBySes } from './send-by-ses.ts';

/** Where mails come from, and where their links lead. */
export interface MailSettings extends MailSender {
  /** Without a trailing slash. */
  readonly publicUrl: string;
}

/** Where mails and links are written down, and the partners that get them. */
export interface MailStores {
  readonly jobs: Table;
  readonly licensing: Table;
}

/**
 * Mails an export to each of its recipients who has not been mailed: every sending is claimed first, so that nobody
 * gets it twice. A mail that somebody else has claimed is shown as unconfirmed until that one says more.
 * Returns how many the provider did not take yet; those may be sent later.
 */
export const sendMails = async (
  { jobs, licensing }: MailStores,
  job: CompleteExport,
  settings: MailSettings,
  now: Date,
): Promise<number> => {
  const recipients = recipientsOf(job);
  if (recipients.length === 0) return 0;
  const mails = new Map((await readMails(jobs, job.exportId)).map((mail) => [mail.recipient, mail]));
  const partner = await readPartner(licensing, job.portfolio);
  let waiting = 0;
  for (const wanted of recipients) {
    const mail = mails.get(wanted.recipient);
    if (mail?.status === 'sending') await recordMailStatus(jobs, job.exportId, mail, 'unconfirmed');
    if (mail && mail.status !== 'pending') continue;
    const outcome = await mailOne({ jobs, job, wanted, waiting: mail, partner, settings, now });
    if (outcome === 'later') waiting += 1;
  }
  return waiting;
};

/** Gives up on the mails that are not sent: those whose sending was begun may have arrived. */
export const giveUpMails = async (jobs: Table, exportId: string): Promise<void> => {
  for (const mail of await readMails(jobs, exportId)) {
    if (mail.status === 'sending') await recordMailStatus(jobs, exportId, mail, 'unconfirmed');
    if (mail.status === 'pending') await recordMailStatus(jobs, exportId, mail, 'failed', NOT_TAKEN);
  }
};

const NOT_TAKEN = 'The mail provider took no more mails for too long.';

interface Mailing {
  readonly jobs: Table;
  readonly job: CompleteExport;
  readonly wanted: ReturnType<typeof recipientsOf>[number];
  /** The mail as it was read, if it was put off or is to be sent again. */
  readonly waiting: ExportMail | undefined;
  /** Whose recipient it is; `undefined` when there is no such partner any more. */
  readonly partner: Partner | undefined;
  readonly settings: MailSettings;
  readonly now: Date;
}

/** Sends one mail, unless somebody else has claimed it or something stands against it. `later`: the provider did not take it. */
const mailOne = async ({ jobs, job, wanted, waiting, partner, settings, now }: Mailing): Promise<'done' | 'later'> => {
  const { recipient, requestedBy } = wanted;
  const objection = await objectionTo(jobs, job, recipient, partner, now);
  if (partner === undefined || objection !== undefined) {
    const refused = await claimMail(jobs, job, { recipient, links: [] }, waiting, now);
    if (refused) await recordMailStatus(jobs, job.exportId, refused, 'failed', objection);
    return 'done';
  }
  const files = await createLinks(jobs, job, recipient, settings.publicUrl, now);
  const email = compose({ ...job, requestedBy }, partner, files, now);
  // From here on whatever breaks off leaves the mail unconfirmed.
  const links = files.map(({ name, tokenHash }) => ({ name, tokenHash }));
  const claimed = await claimMail(jobs, job, { recipient, links }, waiting, now);
  if (!claimed) return 'done';
  const tags = { [MAIL_TAGS.exportId]: job.exportId, [MAIL_TAGS.claim]: claimed.claim };
  const outcome = await sendBySes(settings, { recipient, email, tags });
  if (outcome.status === 'later') {
    await recordMailStatus(jobs, job.exportId, claimed, 'pending');
    return 'later';
  }
  await recordMailStatus(jobs, job.exportId, claimed, outcome.status, 'reason' in outcome ? outcome.reason : undefined);
  return 'done';
};

/** Why a recipient may not be mailed any more, in a sentence. */
const objectionTo = async (
  jobs: Table,
  job: CompleteExport,
  recipient: string,
  partner: Partner | undefined,
  now: Date,
): Promise<string | undefined> => {
  if (!partner?.recipients.includes(recipient)) return 'The address is not on the list of recipients any more.';
  if (!mayStillRead(partner, job.generation.startedAt)) return CUSTOMER_LEFT;
  const returned = await readUndeliverable(jobs, recipient, partner, now);
  return returned && undeliverableText(returned);
};

const compose = (job: CompleteExport, partner: Partner, files: readonly LinkedFile[], now: Date): RenderedEmail =>
  renderExportEmail({
    about: job.customerName ?? partner.name,
    ofOneCustomer: job.customerId !== undefined,
    partnerName: partner.name,
    asOf: job.generation.asOf,
    headline: job.headline,
    pending: job.customerId === undefined ? job.generation.pending : 0,
    files,
    validUntil: linkEnd(now),
    requestedBy: job.requestedBy,
  });

import type { MailStatus } from '../../../lib/exports/job/export-mail.ts';
import type { LinkState } from '../../../lib/exports/links/mailed-link.ts';
import type { LinkUse } from '../../../lib/exports/links/mailed-link-table.ts';
import { LINK_DAYS } from '../../../lib/jobs/retention.ts';
import type { UserAgentKind } from './user-agent-kind.ts';

/** What became of a mail. */
export const MAIL_STATUSES: Readonly<Record<MailStatus, string>> = {
  pending: 'waiting',
  sending: 'being sent',
  sent: 'sent',
  unconfirmed: 'unconfirmed',
  failed: 'failed',
  bounced: 'came back',
  complained: 'marked as unwanted',
};

/** Whether a mailed link works. */
export const LINK_STATES: Readonly<Record<LinkState, string>> = {
  usable: 'works',
  expired: 'expired',
  revoked: 'taken back',
};

/** What followed a link, as far as it tells. */
export const USER_AGENT_KINDS: Readonly<Record<UserAgentKind, string>> = {
  scanner: 'a mail scanner or preview',
  mailApp: 'a mail program',
  browser: 'a browser',
  program: 'a program',
  unknown: 'something unnamed',
};

/** What following a link was: fetching the file, or only looking whether it is there. */
export const useText = ({ method, outcome }: Pick<LinkUse, 'method' | 'outcome'>): string => {
  const what = method === 'HEAD' ? 'Looked at' : 'Opened';
  return outcome === 'usable' ? what : `${what}, refused (${LINK_STATES[outcome]})`;
};

/** The texts of the page of one export. */
export const exportTexts = {
  title: (about: string) => `Export of ${about}`,
  allCustomers: 'all customers',
  back: 'All exports',
  asOf: (day: string) => `As of ${day}`,
  asked: (who: string, time: string) => `Asked for by ${who}, ${time} UTC`,
  queued: 'Waiting for its turn',
  running: (percent: string) => `${percent} written`,
  complete: 'The export is complete.',
  failed: 'The export failed',
  toNew: 'Ask for a new export',
  unreadable: 'These files are not handed out any more',
  files: 'Files',
  file: 'File',
  rows: 'Rows',
  size: 'Size',
  hash: 'SHA-256',
  download: (name: string) => `Download ${name}`,
  downloads: 'Downloads by people who were signed in',
  downloaded: (who: string, name: string) => `${who}: ${name}`,
  mails: 'Mails',
  noMails: 'Links to the files were mailed to nobody.',
  unconfirmedNote:
    'The mail provider did not answer. The mail may have arrived, so it is sent again only when you ask for it; then it may arrive twice.',
  sendAgain: 'Send again',
  sendAgainTo: (recipient: string) => `Send again to ${recipient}`,
  links: 'Mailed links',
  recipient: 'Recipient',
  works: 'Works until',
  revokedAt: (time: string) => `Taken back ${time}`,
  expiredAt: (time: string) => `Expired ${time}`,
  used: 'Used',
  unused: 'not yet',
  moreUses: 'Only the newest are shown.',
  usesNote:
    'Mail scanners open links too, often as a browser and within seconds of the mail. Times are UTC. Using a link does not use it up.',
  revoke: 'Take back',
  revokeOf: (name: string, recipient: string) => `Take back the link of ${recipient} to ${name}`,
  revokeAll: 'Take back all links',
  action: 'Action',
  send: 'Send to more recipients',
  sendNote: `Each gets one mail, with links of their own that work for ${LINK_DAYS} days.`,
  sendSubmit: 'Send links',
  tooOld: 'The files will be deleted before new links would end. Ask for a new export to mail it.',
  everybodyHasIt: 'Everybody on the list of recipients has been mailed. The operator can add addresses.',
};

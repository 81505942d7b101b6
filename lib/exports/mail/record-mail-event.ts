import type { Table } from '../../storage/table.ts';
import { storeUndeliverable } from '../job/undeliverable-table.ts';
import { recordReturn } from './export-mail-table.ts';
import { type MailEvent, type MailReturn, mailOf, returnOf } from './mail-event.ts';

/**
 * Marks the mail that came back or was complained about, and remembers an address that takes none. Returns what was
 * learnt, or `undefined` of a mail that is no export's. Safe to repeat, in any order.
 */
export const recordMailEvent = async (
  jobs: Table,
  event: MailEvent,
): Promise<(MailReturn & { readonly exportId: string }) | undefined> => {
  const mail = mailOf(event);
  if (!mail) return undefined;
  const learnt = returnOf(event);
  await recordReturn(jobs, mail, learnt);
  if (learnt.lasts) await storeUndeliverable(jobs, mail.recipient, { since: learnt.at, reason: learnt.reason });
  return { ...learnt, exportId: mail.exportId };
};

import pMap from 'p-map';
import { Problem } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import { type ExportMail, linksThatMayHaveArrived } from '../job/export-mail.ts';
import { type LinkState, stateOfLink } from '../links/mailed-link.ts';
import { type LinkUse, readLink, readUses, revokeLink } from '../links/mailed-link-table.ts';
import { readMails } from './export-mail-table.ts';

/** How many of a link's uses are shown; mail scanners open links again and again. */
const MOST_USES = 10;

/** A link that somebody has, as the export's owner sees it. */
export interface ExportLinkView {
  readonly recipient: string;
  /** The file's name. */
  readonly name: string;
  /** Names the link to whoever may take it back, and gives nobody the file. */
  readonly tokenHash: string;
  readonly state: LinkState;
  /** ISO instants. */
  readonly validUntil: string;
  readonly revokedAt?: string | undefined;
  /** The newest, newest first. */
  readonly uses: readonly LinkUse[];
  readonly moreUses: boolean;
}

/** The links in an export's mails that may have arrived, with their uses. `readable` as `isStillReadable` says. */
export const readExportLinks = async (
  jobs: Table,
  mails: readonly ExportMail[],
  readable: boolean,
  now: Date,
): Promise<ExportLinkView[]> => {
  const mailed = mails.flatMap((mail) =>
    linksThatMayHaveArrived(mail).map((link) => ({ recipient: mail.recipient, ...link })),
  );
  const views = await pMap(
    mailed,
    async ({ recipient, name, tokenHash }) => {
      const [link, uses] = await Promise.all([
        readLink(jobs, tokenHash, now),
        readUses(jobs, tokenHash, MOST_USES + 1),
      ]);
      if (!link) return [];
      const { validUntil, revokedAt } = link;
      const state = stateOfLink(link, readable, now);
      const shown = { uses: uses.slice(0, MOST_USES), moreUses: uses.length > MOST_USES };
      return [{ recipient, name, tokenHash, state, validUntil, revokedAt, ...shown }];
    },
    { concurrency: 10 },
  );
  return views.flat();
};

/** Takes back links of an export's mails, by the hashes of their tokens. Throws a 404 Problem for any other link. */
export const revokeExportLinks = async (
  jobs: Table,
  exportId: string,
  tokenHashes: readonly string[],
  now: Date,
): Promise<void> => {
  const mails = await readMails(jobs, exportId);
  const own = new Set(
    mails.flatMap(({ links, earlierLinks = [] }) => [...earlierLinks, ...links].map(({ tokenHash }) => tokenHash)),
  );
  if (tokenHashes.some((one) => !own.has(one)))
    throw new Problem(404, 'unknown_link', 'This export has no such link. Load its page anew.');
  await pMap(tokenHashes, (tokenHash) => revokeLink(jobs, tokenHash, now), { concurrency: 10 });
};

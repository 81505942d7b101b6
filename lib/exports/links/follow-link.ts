import { LINK_DAYS } from '../../jobs/retention.ts';
import { isStillReadable } from '../../portfolio/still-readable.ts';
import { Problem } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import { hashDownloadToken } from './download-token.ts';
import { type LinkState, type MailedLink, stateOfLink } from './mailed-link.ts';
import { readLink, recordUse } from './mailed-link-table.ts';

const LONGEST_USER_AGENT = 200;

/** Somebody who follows a link. */
export interface Follower {
  readonly method: 'GET' | 'HEAD';
  readonly userAgent: string | undefined;
  readonly now: Date;
}

/** The link of a token that works, after writing down its use. Throws the Problem that tells why it does not. */
export const followLink = async (
  { jobs, licensing }: { readonly jobs: Table; readonly licensing: Table },
  token: string,
  { method, userAgent = '', now }: Follower,
): Promise<MailedLink> => {
  const tokenHash = hashDownloadToken(token);
  const link = tokenHash === undefined ? undefined : await readLink(jobs, tokenHash, now);
  if (tokenHash === undefined || link === undefined)
    throw new Problem(404, 'unknown_link', 'There is no such link. Copy it from the mail once more, as a whole.');
  const readable = await isStillReadable(licensing, link.ownerPortfolio, link.generationStartedAt);
  const outcome = stateOfLink(link, readable, now);
  await recordUse(jobs, tokenHash, link, {
    usedAt: now.toISOString(),
    method,
    userAgent: userAgent.slice(0, LONGEST_USER_AGENT),
    outcome,
  });
  if (outcome !== 'usable') throw GONE[outcome]();
  return link;
};

const GONE: Readonly<Record<Exclude<LinkState, 'usable'>, () => Problem>> = {
  expired: () =>
    new Problem(
      410,
      'link_expired',
      `This link is more than ${LINK_DAYS} days old. Ask whoever sent it for a new export.`,
    ),
  revoked: () => new Problem(410, 'link_revoked', 'This link was taken back. Ask whoever sent it for a new export.'),
};

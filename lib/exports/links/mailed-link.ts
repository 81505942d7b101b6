import * as z from 'zod';
import { LINK_DAYS } from '../../jobs/retention.ts';

const MILLISECONDS_PER_DAY = 86_400_000;

/** A link in a mail: one file, for one recipient. */
export const mailedLink = z.object({
  /** Whose file: a partner's id, or `~operator`. */
  ownerPortfolio: z.string(),
  exportId: z.string(),
  /** When the making of the file's generation began (ISO instant). */
  generationStartedAt: z.iso.datetime(),
  recipient: z.string(),
  /** Where the file lies in the exports bucket. */
  key: z.string(),
  name: z.string(),
  bytes: z.int().min(0),
  createdAt: z.iso.datetime(),
  /** From this ISO instant on the link is expired. */
  validUntil: z.iso.datetime(),
  /** When it was taken back, if it was. */
  revokedAt: z.iso.datetime().optional(),
});
export type MailedLink = z.infer<typeof mailedLink>;

/** Until when a link that is mailed now works. */
export const linkEnd = (now: Date): Date => new Date(now.getTime() + LINK_DAYS * MILLISECONDS_PER_DAY);

/** What comes of following a link. */
export type LinkState = 'usable' | 'expired' | 'revoked';

/** Whether a link works at `now`. `readable` is false once its owner may no longer read the generation. */
export const stateOfLink = (link: MailedLink, readable: boolean, now: Date): LinkState => {
  if (link.revokedAt !== undefined || !readable) return 'revoked';
  return now < new Date(link.validUntil) ? 'usable' : 'expired';
};

/**
 * How long files and what is known of them are kept, in days. The buckets in `infra/constructs/buckets.ts` count for
 * themselves; a test holds the two together.
 */

/** Exports with their files, their mails and links, and imports. */
export const JOB_DAYS = 60;

/** How long a mailed link works. */
export const LINK_DAYS = 7;

/** Files that were handed in. */
export const UPLOAD_DAYS = 7;

/** How long an import can be undone. What it replaced lies a day longer, so that an undo comes to its end. */
export const UNDO_DAYS = 14;
export const REPLACED_DAYS = UNDO_DAYS + 1;

/** Generations of portfolios. */
export const GENERATION_DAYS = 30;

/** What is known of an erasure, once it has ended. */
export const RECEIPT_DAYS = 400;

const SECONDS_PER_DAY = 86_400;

/** The time to live of a job, or of what belongs to it, created at an ISO instant; in epoch seconds. */
export const jobExpiry = (createdAt: string): number =>
  Math.floor(Date.parse(createdAt) / 1000) + JOB_DAYS * SECONDS_PER_DAY;

/** The time to live of an erasure asked for at an ISO instant; in epoch seconds. */
export const receiptExpiry = (createdAt: string): number =>
  Math.floor(Date.parse(createdAt) / 1000) + RECEIPT_DAYS * SECONDS_PER_DAY;

/** Whether what was created at an ISO instant counts as gone at `now`, whether or not the table has deleted it yet. */
export const isForgotten = (createdAt: string, now: Date): boolean => jobExpiry(createdAt) * 1000 <= now.getTime();

/** The ISO instant from which on everything that was created before counts as gone at `now`. */
export const forgottenBefore = (now: Date): string =>
  new Date(now.getTime() - JOB_DAYS * SECONDS_PER_DAY * 1000).toISOString();

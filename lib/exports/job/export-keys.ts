/** How long exports and their links are remembered: as long as the exports bucket keeps the files. */
const RETENTION_DAYS = 60;

const SECONDS_PER_DAY = 86_400;

/** An export's id: a UUID, or the first 32 digits of a hash. */
const EXPORT_ID = /^[0-9a-f-]{32,36}$/;

/** How the names of exports' partitions start. */
export const EXPORT_PREFIX = 'export#';

/** The partition of the Jobs table that holds an export, its attempts and its mails; `undefined` for no export's id. */
export const exportPartition = (exportId: string): string | undefined =>
  EXPORT_ID.test(exportId) ? `${EXPORT_PREFIX}${exportId}` : undefined;

/** The partition of a mailed link and its uses. */
export const linkPartition = (tokenHash: string): string => `link#${tokenHash}`;

/** The time to live of something made at an ISO instant, in epoch seconds. */
export const expiryOf = (createdAt: string): number =>
  Math.floor(Date.parse(createdAt) / 1000) + RETENTION_DAYS * SECONDS_PER_DAY;

/** Until this ISO instant an export's files lie in the bucket, at least. */
export const keptUntil = (createdAt: string): Date => new Date(expiryOf(createdAt) * 1000);

/** The ISO instant from which on everything that was made counts as gone at `now`. */
export const forgottenBefore = (now: Date): string =>
  new Date(now.getTime() - RETENTION_DAYS * SECONDS_PER_DAY * 1000).toISOString();

/** Whether something made then counts as gone, whether or not the table has deleted it yet. */
export const isExpired = (createdAt: string, now: Date): boolean => expiryOf(createdAt) * 1000 <= now.getTime();

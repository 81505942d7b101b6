/** An export's id: a UUID, or the first 32 digits of a hash. */
const EXPORT_ID = /^[0-9a-f-]{32,36}$/;

/** How the names of exports' partitions start. */
export const EXPORT_PREFIX = 'export#';

/** The partition of the Jobs table that holds an export, its attempts and its mails; `undefined` for no export's id. */
export const exportPartition = (exportId: string): string | undefined =>
  EXPORT_ID.test(exportId) ? `${EXPORT_PREFIX}${exportId}` : undefined;

/** The same for what is known to be an export's id; throws for what is none. */
export const requirePartition = (exportId: string): string => {
  const partition = exportPartition(exportId);
  if (partition === undefined) throw new Error(`"${exportId}" is not the id of an export`);
  return partition;
};

/** The partition of a mailed link and its uses. */
export const linkPartition = (tokenHash: string): string => `link#${tokenHash}`;

/** The partition of what is known of a recipient's address, whoever lists it. */
export const recipientPartition = (address: string): string => `recipient#${address}`;

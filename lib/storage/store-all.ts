/** How often writes that were not stored are tried again before the step is left to the queue. */
const ATTEMPTS = 3;

/**
 * Stores entries, trying again those that `store` hands back. Throws when some are left; the queue delivers the step
 * again, which then stores what is missing.
 */
export const storeAll = async <Entry>(
  entries: readonly Entry[],
  store: (entries: readonly Entry[]) => Promise<ReadonlySet<Entry>>,
): Promise<void> => {
  let left = entries;
  for (let attempt = 0; attempt < ATTEMPTS && left.length > 0; attempt += 1) left = [...(await store(left))];
  if (left.length > 0) throw new Error(`${left.length} of ${entries.length} entries could not be stored`);
};

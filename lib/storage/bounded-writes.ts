import pMap from 'p-map';
import { logger } from '../observability/logger.ts';
import { ContendedError } from './revision.ts';

/** Writes under way at once: enough to hide latency, few enough for one table partition (1,000 writes a second). */
const WRITES_IN_FLIGHT = 50;

/** How long a request may go on writing, in milliseconds: the gateway answers for it after 30 seconds. */
export const WRITING_MILLISECONDS = 25_000;

/**
 * Writes every item, 50 at a time. Returns those that could not be stored: begun too late, lost every race, or refused
 * by the table. One item's failure never loses another; all of them may be sent again.
 */
export const writeEach = async <Item>(
  items: Iterable<Item>,
  write: (item: Item) => Promise<unknown>,
  milliseconds = WRITING_MILLISECONDS,
): Promise<Set<Item>> => {
  const stopAt = performance.now() + milliseconds;
  const unstored = new Set<Item>();
  await pMap(
    items,
    async (item) => {
      if (performance.now() >= stopAt) return unstored.add(item);
      try {
        return await write(item);
      } catch (error) {
        if (!(error instanceof ContendedError)) logger.error('a write failed', { error: String(error) });
        return unstored.add(item);
      }
    },
    { concurrency: WRITES_IN_FLIGHT },
  );
  return unstored;
};

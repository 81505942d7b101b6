import pMap from 'p-map';
import { logger } from '../observability/logger.ts';
import { ContendedError } from './contended-error.ts';
import { type Deadline, deadlineIn, WRITING_MILLISECONDS } from './deadline.ts';

/** Writes under way at once: enough to hide latency, few enough for one table partition (1,000 writes a second). */
const WRITES_IN_FLIGHT = 50;

/**
 * Writes every item, 50 at a time. Returns those that are not known to be stored: begun too late, still under way when
 * the time was over (`write` is given the deadline for that), lost every race, or refused by the table. One item's failure
 * never loses another; all of them may be sent again.
 */
export const writeEach = async <Item>(
  items: Iterable<Item>,
  write: (item: Item, deadline: Deadline) => Promise<unknown>,
  milliseconds = WRITING_MILLISECONDS,
): Promise<Set<Item>> => {
  const deadline = deadlineIn(milliseconds);
  const unstored = new Set<Item>();
  await pMap(
    items,
    async (item) => {
      if (deadline.timeLeft() === 0) return unstored.add(item);
      try {
        return await write(item, deadline);
      } catch (error) {
        if (!(error instanceof ContendedError)) logger.error('a write failed', { error: String(error) });
        return unstored.add(item);
      }
    },
    { concurrency: WRITES_IN_FLIGHT },
  );
  return unstored;
};

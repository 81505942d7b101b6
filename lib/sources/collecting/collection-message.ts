import * as z from 'zod';
import { entityId } from '../../values/entity-id.ts';
import { sourceName } from '../store/source.ts';

const place = { portfolio: z.string().min(1), name: sourceName };

/** What the queue of collections carries: a customer's source whose turn it is, or what is left of it; or a look at customers. */
export const collectionMessage = z.union([
  z.object({ ...place, customerId: entityId, collectionId: z.iso.datetime() }),
  z.object({ ...place, discoveryId: z.iso.datetime() }),
]);
export type CollectionMessage = z.output<typeof collectionMessage>;

/** What is to be done next, and after how many seconds: at most the 900 that SQS delays a message by. */
export interface NextStep {
  readonly delaySeconds: number;
}

const LONGEST_DELAY_SECONDS = 900;

/** The step that follows once `until` (ISO instant) has come, or as near to it as one delay leads; at once for none. */
export const stepAt = (until: string | undefined, now: Date): NextStep => {
  const seconds = until === undefined ? 0 : Math.ceil((Date.parse(until) - now.getTime()) / 1000);
  return { delaySeconds: Math.min(LONGEST_DELAY_SECONDS, Math.max(0, seconds)) };
};

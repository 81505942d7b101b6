import * as z from 'zod';

const state = z.object({
  messages: z.object({
    ready: z.array(z.unknown()),
    delayed: z.array(z.object({ delayUntil: z.number().optional() })),
    inflight: z.array(z.object({ receiptHandle: z.string(), visibilityDeadline: z.number() })),
  }),
});

/** What a queue holds at a moment. Times are milliseconds since the epoch by the queue server's clock. */
export interface QueueState {
  readonly ready: number;
  readonly inFlight: readonly { readonly receiptHandle: string; readonly visibleAt: number }[];
  /** When each delayed message becomes visible. */
  readonly delayedUntil: readonly number[];
}

/** Looks into a queue of fauxqs, by name, without receiving from it. */
export const inspectQueue = async (sqs: URL, queueName: string): Promise<QueueState> => {
  const response = await fetch(new URL(`_fauxqs/queues/${queueName}`, sqs));
  if (!response.ok) throw new Error(`The queue ${queueName} cannot be looked into: ${response.status}`);
  const { messages } = state.parse(await response.json());
  return {
    ready: messages.ready.length,
    inFlight: messages.inflight.map(({ receiptHandle, visibilityDeadline }) => ({
      receiptHandle,
      visibleAt: visibilityDeadline,
    })),
    delayedUntil: messages.delayed.map(({ delayUntil = 0 }) => delayUntil),
  };
};

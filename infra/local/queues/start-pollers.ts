import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Functions } from '../functions/start-functions.ts';
import type { QueueDefinition } from '../resources/queues.ts';
import type { Stack } from '../template/stack.ts';
import { readEventSources } from './event-source.ts';
import { type Poller, startPoller } from './poller.ts';

export interface PollersOptions {
  readonly stack: Stack;
  readonly queues: readonly QueueDefinition[];
  readonly functions: Functions;
  readonly region: string;
  /** A client that signs as a role. */
  readonly clientOf: (roleArn: string) => SQSClient;
  readonly log: (line: string) => void;
}

export interface Pollers {
  readonly all: readonly Poller[];
  readonly pause: () => void;
  readonly resume: () => void;
  readonly isPaused: () => boolean;
  readonly stop: () => Promise<void>;
}

/** Starts a poller for each event source mapping. Throws when one names a queue or function that is not of the stack. */
export const startPollers = ({ stack, queues, functions, region, clientOf, log }: PollersOptions): Pollers => {
  let paused = false;
  const all = readEventSources(stack).map((source) => {
    const queue = queues.find(({ arn }) => arn === source.queueArn);
    if (!queue) throw new Error(`The runtime polls queues of the stack only, not ${source.queueArn}.`);
    const pool = functions.find(source.functionName);
    return startPoller({
      source,
      queueUrl: queue.url,
      region,
      client: clientOf(pool.definition.roleArn),
      invoke: pool.invoke,
      functionArn: pool.definition.arn,
      mayLoop: pool.definition.mayLoop,
      log,
    });
  });
  return {
    all,
    pause: () => {
      paused = true;
      for (const poller of all) poller.pause();
    },
    resume: () => {
      paused = false;
      for (const poller of all) poller.resume();
    },
    isPaused: () => paused,
    stop: async () => {
      await Promise.all(all.map((poller) => poller.stop()));
    },
  };
};

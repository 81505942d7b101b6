import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Outcome } from '../functions/function-instance.ts';
import { isRunaway, type Trace, traceOf } from '../functions/lineage.ts';
import { errorMessage } from '../log/error-message.ts';
import { failedMessages } from './batch-result.ts';
import type { EventSource } from './event-source.ts';
import { sqsEvent } from './sqs-event.ts';

/** SQS: the most messages of one receive, and the longest wait for one, in seconds. */
const MOST_MESSAGES = 10;
const LONGEST_WAIT = 20;
/** After a receive that failed. */
const RETRY_MILLISECONDS = 250;

export interface PollerOptions {
  readonly source: EventSource;
  readonly queueUrl: string;
  readonly region: string;
  /** Signs as the role of the function, as Lambda polls. */
  readonly client: SQSClient;
  readonly invoke: (event: unknown, trace: Trace) => Promise<Outcome>;
  /** The function, and whether an event may lead to it again and again. */
  readonly functionArn: string;
  readonly mayLoop: boolean;
  readonly log: (line: string) => void;
}

export interface Poller {
  readonly queueUrl: string;
  readonly pause: () => void;
  readonly resume: () => void;
  /** How many batches are being worked on. */
  readonly running: () => number;
  /** Receipt handles of messages that failed and become visible again by and by. */
  readonly abandoned: ReadonlySet<string>;
  /** Ends the polling; batches that are being worked on end with their function's instances. */
  readonly stop: () => Promise<void>;
}

/** Feeds a queue's messages to a function until it is stopped: long polls, and a batch as soon as there is a message. */
export const startPoller = (options: PollerOptions): Poller => {
  const { source, queueUrl, client, invoke, log } = options;
  const abandoned = new Set<string>();
  const batches = new Set<Promise<void>>();
  const stopping = new AbortController();
  const stopped = once(stopping.signal, 'abort');
  let paused: { readonly until: Promise<void>; readonly resume: () => void } | undefined;

  const receive = async (wanted: number, waitSeconds: number): Promise<Message[]> => {
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(MOST_MESSAGES, wanted),
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await client.send(command, { abortSignal: stopping.signal });
    return Messages;
  };
  const receiveBatch = async (): Promise<Message[]> => {
    const batch = await receive(source.batchSize, LONGEST_WAIT);
    while (batch.length > 0 && batch.length < source.batchSize) {
      const more = await receive(source.batchSize - batch.length, 0);
      if (more.length === 0) break;
      batch.push(...more);
    }
    return batch;
  };
  const traced = (message: Message): Trace => traceOf(message.Attributes?.AWSTraceHeader, options.functionArn);
  /** Leaves messages of a loop where they are, as Lambda does, until the queue sends them away. */
  const stopLoops = (received: Message[]): Message[] => {
    const isLoop = (message: Message): boolean => !options.mayLoop && isRunaway(traced(message));
    for (const { MessageId, ReceiptHandle = '' } of received.filter(isLoop)) {
      log(`${options.functionArn} is not invoked: the message ${MessageId} has led to it more than 16 times`);
      abandoned.add(ReceiptHandle);
    }
    return received.filter((message) => !isLoop(message));
  };
  const work = async (received: Message[]): Promise<void> => {
    const batch = stopLoops(received);
    const trace = batch
      .map(traced)
      .reduce<Trace | undefined>((most, one) => (most && most.rounds >= one.rounds ? most : one), undefined);
    if (!trace) return;
    const outcome = await invoke(sqsEvent(batch, source.queueArn, options.region), trace);
    const failed = failedMessages(
      batch.map(({ MessageId = '' }) => MessageId),
      outcome,
      source.reportsItemFailures,
    );
    for (const { MessageId = '', ReceiptHandle = '' } of batch) if (failed.has(MessageId)) abandoned.add(ReceiptHandle);
    await remove(batch.filter(({ MessageId = '' }) => !failed.has(MessageId)));
  };
  const remove = async (done: readonly Message[]): Promise<void> => {
    for (let start = 0; start < done.length; start += MOST_MESSAGES) {
      const Entries = done
        .slice(start, start + MOST_MESSAGES)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
  };
  const complain = (error: unknown): void => {
    if (!stopping.signal.aborted) log(`The poller of ${queueUrl} failed: ${errorMessage(error)}`);
  };
  const poll = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await paused?.until;
        if (batches.size >= source.maximumConcurrency) await Promise.race([...batches, stopped]);
        if (stopping.signal.aborted) return;
        const batch = await receiveBatch();
        await paused?.until;
        if (batch.length === 0 || stopping.signal.aborted) continue;
        const working = work(batch)
          .catch(complain)
          .finally(() => batches.delete(working));
        batches.add(working);
      } catch (error) {
        complain(error);
        await wait(RETRY_MILLISECONDS);
      }
    }
  };
  const polling = poll();
  return {
    queueUrl,
    pause: () => {
      paused ??= (({ promise, resolve }) => ({ until: promise, resume: resolve }))(Promise.withResolvers<void>());
    },
    resume: () => {
      paused?.resume();
      paused = undefined;
    },
    running: () => batches.size,
    abandoned,
    stop: async () => {
      stopping.abort();
      paused?.resume();
      await polling;
    },
  };
};

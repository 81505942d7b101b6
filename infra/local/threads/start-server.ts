import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AskDynamoDb, DynamoDbAnswer, DynamoDbRequest } from '../embedded/dynamo-db.ts';

/** What the thread of an embedded server is to start. */
export interface ServerOrder {
  readonly server: 'dynamodb' | 's3-and-sqs' | 'mail';
  /** The folder that keeps the data; in memory without one. */
  readonly path?: string;
  /** The mailbox's port; the system chooses those of the others, which stand behind the gate. */
  readonly port?: number;
  /** Milliseconds that the server's clock is ahead of the machine's. */
  readonly offset: number;
}

/** What a running thread is told. */
export type ThreadOrder =
  | { readonly kind: 'clock'; readonly offset: number }
  | { readonly kind: 'ask'; readonly id: number; readonly request: DynamoDbRequest }
  | { readonly kind: 'stop' };

/** What became of an `ask`: DynamoDB's answer, or why there is none. */
export type Asked = { readonly id: number } & ({ readonly answer: DynamoDbAnswer } | { readonly error: unknown });

export interface ServerThread {
  readonly url: URL;
  /** Sets by how many milliseconds the server's clock is ahead of the machine's. */
  readonly shiftClock: (offset: number) => void;
  readonly stop: () => Promise<void>;
}

/**
 * Starts an embedded server in a thread of its own, where it can have a clock of its own, and where what it keeps in
 * its modules is not shared with another runtime. Throws when the server does not start.
 */
export const startServerThread = async (order: ServerOrder): Promise<ServerThread> => (await start(order)).thread;

/** Starts DynamoDB as `startServerThread` does. `ask` has calls answered by messages to the thread, without a connection. */
export const startDynamoDbThread = async (
  order: Omit<ServerOrder, 'server' | 'port'>,
): Promise<ServerThread & { readonly ask: AskDynamoDb }> => {
  const { worker, thread } = await start({ ...order, server: 'dynamodb' });
  return { ...thread, ask: askThrough(worker) };
};

const tell = (worker: Worker, message: ThreadOrder): void => worker.postMessage(message);

const start = async (order: ServerOrder): Promise<{ readonly worker: Worker; readonly thread: ServerThread }> => {
  const worker = new Worker(new URL('./server-thread.ts', import.meta.url), { workerData: order, execArgv: [] });
  const [url] = await once(worker, 'message');
  const thread: ServerThread = {
    url: new URL(String(url)),
    shiftClock: (offset) => tell(worker, { kind: 'clock', offset }),
    stop: async () => {
      const exited = once(worker, 'exit');
      tell(worker, { kind: 'stop' });
      await exited;
    },
  };
  return { worker, thread };
};

const askThrough = (worker: Worker): AskDynamoDb => {
  const waiting = new Map<number, PromiseWithResolvers<DynamoDbAnswer>>();
  let last = 0;
  worker.on('message', (asked: Asked) => {
    const asking = waiting.get(asked.id);
    waiting.delete(asked.id);
    if ('answer' in asked) asking?.resolve(asked.answer);
    else asking?.reject(asked.error);
  });
  worker.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('DynamoDB has stopped'));
  });
  return (request) => {
    const asking = Promise.withResolvers<DynamoDbAnswer>();
    last += 1;
    waiting.set(last, asking);
    tell(worker, { kind: 'ask', id: last, request });
    return asking.promise;
  };
};

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

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
export type ThreadOrder = { readonly kind: 'clock'; readonly offset: number } | { readonly kind: 'stop' };

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
export const startServerThread = async (order: ServerOrder): Promise<ServerThread> => {
  const worker = new Worker(new URL('./server-thread.ts', import.meta.url), { workerData: order, execArgv: [] });
  const [url] = await once(worker, 'message');
  const tell = (message: ThreadOrder) => worker.postMessage(message);
  return {
    url: new URL(String(url)),
    shiftClock: (offset) => tell({ kind: 'clock', offset }),
    stop: async () => {
      const exited = once(worker, 'exit');
      tell({ kind: 'stop' });
      await exited;
    },
  };
};

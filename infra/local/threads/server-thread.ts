import { parentPort, workerData } from 'node:worker_threads';
import type { AskDynamoDb } from '../embedded/dynamo-db.ts';
import type { EmbeddedServer } from '../embedded/embedded.ts';
import { installShiftedDate, shiftDate } from './shifted-date.ts';
import type { Asked, ServerOrder, ThreadOrder } from './start-server.ts';

installShiftedDate();

// The thread is only ever started by start-server.ts, with an order and a port.
const order = workerData as ServerOrder;
const port = parentPort;
if (!port) throw new Error('server-thread.ts runs as a worker thread only');

shiftDate(order.offset);

const startServer = async (): Promise<EmbeddedServer & { readonly ask?: AskDynamoDb }> => {
  switch (order.server) {
    case 'dynamodb': {
      const { startDynamoDb } = await import('../embedded/dynamo-db.ts');
      return startDynamoDb(order.path === undefined ? {} : { path: order.path });
    }
    case 's3-and-sqs': {
      const { startS3AndSqs } = await import('../embedded/s3-and-sqs.ts');
      return startS3AndSqs(order.path === undefined ? {} : { dataDir: order.path });
    }
    case 'mail': {
      const { startMail } = await import('../embedded/mail.ts');
      return startMail(order.port === undefined ? {} : { port: order.port });
    }
  }
};

const server = await startServer();
const answer = async ({ id, request }: Extract<ThreadOrder, { kind: 'ask' }>): Promise<void> => {
  const tell = (asked: Asked): void => port.postMessage(asked);
  try {
    if (!server.ask) throw new Error(`${order.server} is asked by its connection only`);
    tell({ id, answer: await server.ask(request) });
  } catch (error) {
    tell({ id, error });
  }
};
port.on('message', (message: ThreadOrder) => {
  switch (message.kind) {
    case 'clock':
      shiftDate(message.offset);
      break;
    case 'ask':
      void answer(message);
      break;
    case 'stop':
      void server.stop().finally(() => process.exit(0));
      break;
  }
});
port.postMessage(server.url.href);

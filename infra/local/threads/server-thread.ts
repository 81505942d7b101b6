import { parentPort, workerData } from 'node:worker_threads';
import { installShiftedDate, shiftDate } from './shifted-date.ts';
import type { ServerOrder, ThreadOrder } from './start-server.ts';

installShiftedDate();

// The thread is only ever started by start-server.ts, with an order and a port.
const order = workerData as ServerOrder;
const port = parentPort;
if (!port) throw new Error('server-thread.ts runs as a worker thread only');

shiftDate(order.offset);

const startServer = async () => {
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
port.on('message', (message: ThreadOrder) => {
  if (message.kind === 'clock') shiftDate(message.offset);
  else void server.stop().finally(() => process.exit(0));
});
port.postMessage(server.url.href);

import { parentPort, workerData } from 'node:worker_threads';
import { installShiftedDate, machineNow, shiftDate } from '../threads/shifted-date.ts';
import { loadHandler } from './load-handler.ts';
import { measureMemory } from './measure-memory.ts';
import type { FromWorker, FunctionError, ToWorker, WorkerOrder } from './protocol.ts';

installShiftedDate();

// The thread is only ever started by function-instance.ts, with an order and a port.
const order = workerData as WorkerOrder;
const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread only');
const tell = (message: FromWorker): void => port.postMessage(message);

shiftDate(order.offset);
delete process.env.NODE_COMPILE_CACHE; // read when the thread began; the function has what Lambda gives it

for (const stream of [process.stdout, process.stderr])
  stream.write = (chunk: Uint8Array | string, ...rest: unknown[]): boolean => {
    tell({ kind: 'log', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8') });
    for (const done of rest) if (typeof done === 'function') done();
    return true;
  };

const handler = await loadHandler(order);

const contextOf = ({ requestId, timeoutMilliseconds }: Extract<ToWorker, { kind: 'invoke' }>) => {
  const deadline = machineNow() + timeoutMilliseconds;
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: order.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: order.functionArn,
    logGroupName: order.logGroup,
    logStreamName: order.logStream,
    memoryLimitInMB: String(order.memoryMegabytes),
    getRemainingTimeInMillis: () => Math.max(0, deadline - machineNow()),
  };
};

const errorOf = (error: unknown): FunctionError =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
    : { errorType: typeof error, errorMessage: String(error) };

const invoke = async (message: Extract<ToWorker, { kind: 'invoke' }>): Promise<void> => {
  shiftDate(message.offset);
  process.env._X_AMZN_TRACE_ID = message.traceHeader;
  const memory = measureMemory();
  try {
    const result: unknown = await handler(JSON.parse(message.event), contextOf(message));
    const payload = JSON.stringify(result) ?? 'null';
    tell({ kind: 'done', payload, memoryMegabytes: memory.stop() });
  } catch (error) {
    tell({ kind: 'done', error: errorOf(error), memoryMegabytes: memory.stop() });
  }
};

port.on('message', (message: ToWorker) => {
  if (message.kind === 'clock') shiftDate(message.offset);
  else void invoke(message);
});
tell({ kind: 'ready' });

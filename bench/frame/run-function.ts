import { once } from 'node:events';
import { join } from 'node:path';

/*
 * A process in which one bundled function works on messages, as Lambda would have it. Its arguments are the function's
 * bundle, a module whose `messages(...arguments)` makes the bodies of its messages, and the arguments of that. Tells its
 * parent what that took, the load of the function and its first `warmUp` messages aside.
 */

/** What the messages took. */
export interface FunctionRun {
  readonly messages: number;
  /** Of user and system, all threads. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** The most that the process ever held, in MB. */
  readonly residentMegabytes: number;
  /** The most that the heap held of those seen every 50 ms, in MB. */
  readonly heapMegabytes: number;
}

interface Handed {
  readonly batchItemFailures: readonly unknown[];
}

const [bundle = '', source = '', warmUp = '0', ...args] = process.argv.slice(2);
const { handler } = (await import(join(bundle, 'index.cjs'))) as {
  handler: (event: unknown, context: unknown) => Promise<Handed>;
};
const { messages } = (await import(source)) as { messages: (...args: string[]) => unknown[] };

const TIMEOUT_MILLISECONDS = 300_000;

const work = async (body: unknown): Promise<void> => {
  const endsAt = performance.now() + TIMEOUT_MILLISECONDS;
  const record = { messageId: 'm', body: JSON.stringify(body), attributes: {}, messageAttributes: {} };
  const context = { getRemainingTimeInMillis: () => endsAt - performance.now(), awsRequestId: 'r' };
  const { batchItemFailures } = await handler({ Records: [record] }, context);
  if (batchItemFailures.length > 0) throw new Error('The function handed a message back: its log says why');
};

const all = messages(...args);
for (const body of all.splice(0, Number(warmUp))) await work(body);

let heap = 0;
const look = setInterval(() => {
  heap = Math.max(heap, process.memoryUsage().heapUsed);
}, 50);
const before = process.cpuUsage();
const startedAt = performance.now();
for (const body of all) {
  await work(body);
  await new Promise((resolve) => setImmediate(resolve));
}
const { user, system } = process.cpuUsage(before);
clearInterval(look);
const run: FunctionRun = {
  messages: all.length,
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: (performance.now() - startedAt) / 1e3,
  residentMegabytes: process.resourceUsage().maxRSS / 1024,
  heapMegabytes: Math.max(heap, process.memoryUsage().heapUsed) / 1e6,
};
process.send?.(run, () => process.disconnect());
await once(process, 'disconnect');
process.exit(0);

import type { IncomingMessage } from 'node:http';
import { CallFailed } from './failures.ts';

/** How long an answer is waited for, in milliseconds: its head, the next chunk of its body, and all of its body together. */
export interface Patience {
  readonly headMs: number;
  readonly chunkMs: number;
  readonly bodyMs: number;
}

/** What a body may be, and whose it is. */
interface BodyLimits extends Pick<Patience, 'chunkMs' | 'bodyMs'> {
  readonly host: string;
  readonly mostBytes: number;
}

/**
 * The body of an answer, chunk by chunk, as it is asked for: the time that the reader takes is not counted. Throws CallFailed:
 * `too_large`, `too_slow`; what breaks the connection is thrown as it comes. The connection ends with it, read whole or not.
 */
export async function* limitedBody(
  answer: IncomingMessage,
  { host, mostBytes, chunkMs, bodyMs }: BodyLimits,
): AsyncGenerator<Buffer, void, undefined> {
  let [size, waitedMs] = [0, 0];
  const chunks: AsyncIterator<Buffer> = answer[Symbol.asyncIterator]();
  try {
    if (Number(answer.headers['content-length']) > mostBytes) throw tooLarge(host, mostBytes);
    for (;;) {
      const askedAt = performance.now();
      const tooSlow = new CallFailed('too_slow', `${host} sends its answer too slowly: ${size} bytes came`);
      const timer = setTimeout(() => answer.destroy(tooSlow), Math.min(chunkMs, Math.max(0, bodyMs - waitedMs)));
      const { done, value } = await chunks.next().finally(() => clearTimeout(timer));
      if (done) return;
      waitedMs += performance.now() - askedAt;
      size += value.length;
      if (size > mostBytes) throw tooLarge(host, mostBytes);
      yield value;
    }
  } finally {
    answer.destroy();
  }
}

const tooLarge = (host: string, mostBytes: number): CallFailed =>
  new CallFailed('too_large', `${host} sends more than ${mostBytes.toLocaleString('en')} bytes`);

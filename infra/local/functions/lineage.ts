import { createHash, randomBytes } from 'node:crypto';

/** Lambda stops an event that has led to the same function more often (Lambda developer guide, "recursive loop detection"). */
const MOST_ROUNDS = 16;

const LINEAGE = /(?:^|;)Lineage=([^;]*)/;

/** What an event's trace header becomes when a function is invoked for it. */
export interface Trace {
  /** For the function's own calls: the SDK hands it on with each, and queues keep it with messages. */
  readonly header: string;
  /** How often the event has led to the function, this time included. */
  readonly rounds: number;
}

/**
 * The trace of an invocation of a function that an event led to; `header` is what the event brought. Lambda counts in the
 * header, per function, how often one event has come round: `Lineage=<hash>:<count>|<hash>:<count>`.
 */
export const traceOf = (header: string | undefined, functionArn: string): Trace => {
  const hash = createHash('sha256').update(functionArn).digest('hex').slice(0, 8);
  const known = new Map(
    (LINEAGE.exec(header ?? '')?.[1] ?? '').split('|').flatMap((part): [string, number][] => {
      const [name, count] = part.split(':');
      return name && count ? [[name, Number(count)]] : [];
    }),
  );
  const rounds = (known.get(hash) ?? 0) + 1;
  known.set(hash, rounds);
  const root = header?.replace(LINEAGE, '') || newRoot();
  return { header: `${root};Lineage=${[...known].map((one) => one.join(':')).join('|')}`, rounds };
};

/** Whether Lambda drops the event instead of invoking a function that does not allow to be led to by itself. */
export const isRunaway = ({ rounds }: Trace): boolean => rounds > MOST_ROUNDS;

const newRoot = (): string =>
  `Root=1-00000000-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;

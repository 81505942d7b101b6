import { Problem } from '../problem/problem.ts';

interface Limit {
  /** What is counted. */
  readonly things: string;
  readonly per: 'hour' | 'day';
  readonly byDefault: number;
}

/** What one partner may ask for in an hour or a day (UTC), far above what people do by hand. */
export const LIMITS = {
  recalculationsPerHour: { things: 'recalculations', per: 'hour', byDefault: 30 },
  exportsPerHour: { things: 'exports', per: 'hour', byDefault: 60 },
  mailsPerDay: { things: 'mails', per: 'day', byDefault: 500 },
  collectionsPerHour: { things: 'collections', per: 'hour', byDefault: 60 },
  importsPerDay: { things: 'imports', per: 'day', byDefault: 2000 },
} as const satisfies Readonly<Record<string, Limit>>;
export type LimitName = keyof typeof LIMITS;

const MILLISECONDS = { hour: 3_600_000, day: 86_400_000 } as const;

/** A span of time in which things are counted: from its start until just before its end. */
export interface Period {
  readonly start: Date;
  readonly end: Date;
}

/** The hour or day (UTC) of a limit that an instant lies in. */
export const periodOf = (limit: LimitName, now: Date): Period => {
  const length = MILLISECONDS[LIMITS[limit].per];
  const start = Math.floor(now.getTime() / length) * length;
  return { start: new Date(start), end: new Date(start + length) };
};

/** What is counted against a limit, and what stands in its way. */
export interface Excess {
  readonly limit: LimitName;
  /** How many a partner may ask for. */
  readonly most: number;
  /** How many it has asked for in this period. */
  readonly used: number;
  /** How many it asks for now. */
  readonly amount: number;
}

/** The answer to who asks for more than their limit allows: 429, with the seconds until the next period in Retry-After. */
export const limitReached = ({ limit, most, used, amount }: Excess, now: Date): Problem => {
  const { things, per } = LIMITS[limit];
  const { end } = periodOf(limit, now);
  const asked = amount === 1 ? '' : `, and this asks for ${amount} more`;
  const next =
    amount > most
      ? 'Ask for fewer at once'
      : `The next ${amount === 1 ? 'is' : 'are'} possible from ${end.toISOString().slice(0, 16)}Z`;
  return new Problem(
    429,
    'limit_reached',
    `A partner may ask for ${most} ${things} per ${per} (${limit}); ${used} are used up${asked}. ${next}, or ask the operator for a higher limit.`,
    { headers: { 'retry-after': String(Math.max(1, Math.ceil((end.getTime() - now.getTime()) / 1000))) } },
  );
};

import * as z from 'zod';
import type { Budget } from '../collector.ts';

/** How many parts a budget's time is counted in: calls of one part are forgotten together, once all of them are long enough ago. */
const PARTS = 20;

/** The calls of each part of the last while, by the part's number. */
export const spent = z.record(z.string(), z.int().min(0));
export type Spent = z.output<typeof spent>;

/**
 * Counts `calls` at `now` against a budget of which `before` is spent. Answers what is spent then, or for how many seconds
 * nothing may be called. In no span of the budget's seconds, wherever it begins, are there ever more calls than it has:
 * calls count until as long after the end of their part.
 */
export const spend = (
  before: Spent,
  { calls: most, seconds }: Budget,
  calls: number,
  now: Date,
): { readonly spent: Spent } | { readonly waitSeconds: number } => {
  const partSeconds = seconds / PARTS;
  const at = now.getTime() / 1000;
  const part = Math.floor(at / partSeconds);
  const forgottenAt = (one: number): number => (one + 1) * partSeconds + seconds;
  const counted = Object.entries(before)
    .map(([one, used]) => ({ one: Number(one), used }))
    .filter(({ one }) => forgottenAt(one) > at)
    .sort((one, other) => one.one - other.one);
  let room = most - counted.reduce((sum, { used }) => sum + used, 0) - calls;
  if (room >= 0) {
    const kept = Object.fromEntries(counted.map(({ one, used }) => [String(one), used]));
    return { spent: { ...kept, [part]: (kept[part] ?? 0) + calls } };
  }
  for (const { one, used } of counted) {
    room += used;
    if (room >= 0) return { waitSeconds: Math.ceil(forgottenAt(one) - at) };
  }
  throw new Error(`${calls} calls are more than the budget of ${most} ever has`);
};

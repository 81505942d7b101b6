import { mergeChange } from '../../lib/licensing/assignment.ts';
import type { Day } from '../../lib/time/day.ts';

/*
 * A made-up customer, the same at every run: who holds what since when, and who used what on which days. Of its users one in
 * seven did nothing; the others used some three of five workloads, each on about 21 of the 28 days: 60 events a user on average.
 */

export const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
export const E5 = 'c7df2760-2c81-4ef7-b578-5b5392b571df';
export const POWER_BI_PRO = 'f8a1db68-be16-40ed-86d5-cb42ce701560';

/** Of a hundred users, how many use each. */
const USED_BY = { exchange: 95, sharepoint: 65, teams: 85, yammer: 25, onedrive: 65 } as const;
export const WORKLOADS = Object.keys(USED_BY);

/** A number of 32 bits that looks random, by the user and what it is for (the finalizer of MurmurHash3). */
const noise = (user: number, salt: number): number => {
  let hash = Math.imul(user + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

export const userIdOf = (user: number): string => `user.number.${String(user).padStart(8, '0')}@contoso.example`;

/** The user of an id, or the first after it. */
export const userFrom = (userId: string): number => Number(userId.slice('user.number.'.length).split('@')[0]);

/** By workload the word whose bit i is the day i days before the as-of day; none of a user who did nothing. */
export const wordsOf = (user: number): Readonly<Record<string, number>> => {
  if (noise(user, 0) % 7 === 0) return {};
  const words = Object.entries(USED_BY).flatMap(([workload, percent], at) => {
    if (noise(user, 30 + at) % 100 >= percent) return [];
    return [[workload, (noise(user, 1 + at) | noise(user, 10 + at)) & 0x0fff_ffff] as const];
  });
  return Object.fromEntries(words.filter(([, word]) => word !== 0));
};

/** By product when it was assigned and taken away. */
export const holdingsOf = (user: number, asOf: Day): Readonly<Record<string, readonly (readonly [Day, boolean])[]>> => {
  const kind = noise(user, 20) % 100;
  const since = asOf - 1 - (noise(user, 21) % 400);
  const main = kind < 60 ? E3 : kind < 90 ? E5 : undefined;
  const lost = noise(user, 22) % 20 === 0 ? asOf - (noise(user, 23) % 20) : undefined;
  const history = [
    ...mergeChange([], since, true),
    ...(lost !== undefined && lost > since ? [[lost, false] as const] : []),
  ];
  return {
    ...(main ? { [main]: history } : {}),
    ...(noise(user, 24) % 5 === 0 ? { [POWER_BI_PRO]: mergeChange([], since, true) } : {}),
  };
};

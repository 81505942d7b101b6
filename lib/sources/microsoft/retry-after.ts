import { SECONDS_TO_TRY_AGAIN } from './obstacles.ts';

/** However long a service asks for: it is asked again with the next day's collection anyway. */
const LONGEST_WAIT_SECONDS = 86_400;

/** After how many seconds a service wants to be asked again: by seconds, or by a date (RFC 9110, section 10.2.3). */
export const retryAfterSeconds = (header: string | undefined, now: Date): number => {
  const text = header?.trim() ?? '';
  const seconds = /^\d+$/u.test(text) ? Number(text) : Math.ceil((Date.parse(text) - now.getTime()) / 1000);
  return Number.isNaN(seconds) ? SECONDS_TO_TRY_AGAIN : Math.min(Math.max(seconds, 1), LONGEST_WAIT_SECONDS);
};

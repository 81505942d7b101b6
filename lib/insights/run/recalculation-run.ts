import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { formatDay } from '../../time/day.ts';
import { asOfDay } from './as-of.ts';
import type { RunMessage } from './recalculation-message.ts';

/** What a run recalculates, as of which day. */
export interface Run {
  readonly portfolio: string;
  readonly customerId: string | undefined;
  readonly asOf: string;
  readonly requestedAt: string;
  /** Whether the schedule started it, and nobody by hand. */
  readonly daily: boolean;
}

/** The run that a message starts; a scheduled one takes its day from the schedule's own time, however late it comes. */
export const runOf = (message: RunMessage, reportingLagDays: number): Run => {
  if (!('scheduledFor' in message)) return { ...message, customerId: message.customerId, daily: false };
  const scheduledFor = new Date(message.scheduledFor);
  return {
    portfolio: OPERATOR_PORTFOLIO,
    customerId: undefined,
    asOf: formatDay(asOfDay(scheduledFor, reportingLagDays)),
    requestedAt: scheduledFor.toISOString(),
    daily: true,
  };
};

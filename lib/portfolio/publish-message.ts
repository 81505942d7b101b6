import * as z from 'zod';
import { OPERATOR_PORTFOLIO } from '../access/caller.ts';
import { dayText } from '../time/day.ts';

/** Asks for a portfolio to be published anew. */
export const publishMessage = z.object({
  portfolio: z.string().min(1),
  asOf: dayText,
  /** ISO instant of the request. */
  requestedAt: z.iso.datetime(),
  /**
   * The run that made this necessary: snapshots of its customers that began before `requestedAt` are waited for.
   * Absent when only the membership changed: then the portfolio is published as it stands, as of the day it shows.
   */
  run: z.object({ portfolio: z.string().min(1), customerId: z.string().optional() }).optional(),
  /** How often snapshots were found missing so far. */
  attempt: z.int().min(0).default(0),
});
export type PublishMessage = z.infer<typeof publishMessage>;

/** Whether publishing it shows the operator the new figures of all customers: every run over all of them ends so, once. */
export const endsRun = ({ portfolio, run }: PublishMessage): boolean =>
  portfolio === OPERATOR_PORTFOLIO && run?.portfolio === OPERATOR_PORTFOLIO && run.customerId === undefined;

import * as z from 'zod';
import { bodyOf, type Seatpulse } from '../../client/create-seatpulse.ts';
import type { Clock } from '../../client/retrying-fetch.ts';
import { SeatpulseError } from '../../client/seatpulse-error.ts';
import { waitUntil } from '../../client/wait-until.ts';
import { openSession } from '../terminal/open-session.ts';
import type { Context, Done } from './context.ts';

const recalculateOptions = z.object({ wait: z.boolean().default(false) });

/** Two hours: as long as a queue goes on with what fails for now. */
const PATIENCE_MILLISECONDS = 2 * 60 * 60 * 1000;

/** Has figures made now, of one customer or of the whole portfolio; with `--wait`, until they are there. */
export const recalculate = async (
  { terminal, output, options }: Context,
  customerId: string | undefined,
  typed: unknown,
): Promise<Done> => {
  const { wait } = recalculateOptions.parse(typed);
  const { seatpulse } = await openSession(terminal, options);
  const asked = bodyOf(
    await seatpulse.POST('/v1/recalculations', { body: customerId === undefined ? {} : { customerId } }),
  );
  const whose = customerId ?? 'the portfolio';
  if (!wait) {
    output.give(asked, [`Figures of ${whose} are being made, of ${asked.asOf}.`]);
    return true;
  }
  const isThere = await (customerId === undefined
    ? portfolioIsThere(seatpulse, asked.requestedAt, terminal.clock)
    : customerIsThere(seatpulse, customerId, asked.requestedAt, terminal.clock));
  const status = isThere ? 'there' : 'queued';
  const words = isThere ? 'are there' : 'are still being made';
  output.give({ ...asked, status }, [`Figures of ${whose}, of ${asked.asOf}, ${words}.`]);
  return isThere;
};

/** Whether a customer's figures of after an instant came while it was waited for them. */
const customerIsThere = (seatpulse: Seatpulse, id: string, since: string, clock: Clock): Promise<boolean> =>
  waitUntil(
    () =>
      unlessThereIsNone(async () => {
        const insights = bodyOf(await seatpulse.GET('/v1/customers/{id}/insights', { params: { path: { id } } }));
        return insights.processedAt >= since;
      }),
    Boolean,
    PATIENCE_MILLISECONDS,
    clock,
  );

/** Whether the portfolio was published after an instant, with nobody's figures missing. */
const portfolioIsThere = (seatpulse: Seatpulse, since: string, clock: Clock): Promise<boolean> =>
  waitUntil(
    () =>
      unlessThereIsNone(async () => {
        const { publishedAt, pending } = bodyOf(
          await seatpulse.GET('/v1/portfolio', { params: { query: { limit: 1 } } }),
        );
        return publishedAt >= since && pending === 0;
      }),
    Boolean,
    PATIENCE_MILLISECONDS,
    clock,
  );

/** Before the first figures, there is nothing to find. */
const unlessThereIsNone = async (isThere: () => Promise<boolean>): Promise<boolean> => {
  try {
    return await isThere();
  } catch (error) {
    if (error instanceof SeatpulseError && error.status === 404) return false;
    throw error;
  }
};

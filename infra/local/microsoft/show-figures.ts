import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { CallApi } from '../sample/api-client.ts';
import { SHOWN_PARTNER } from './show-sources.ts';

const LOOK_MILLISECONDS = 5_000;
/** What goes on by itself at once; what waits for a budget besides. */
const AT_WORK = ['new', 'collecting'];
const UNSETTLED = [...AT_WORK, 'waiting'];

const listed = z.object({ sources: z.array(z.object({ partnerId: z.string().optional(), state: z.string() })) });

/**
 * Has figures computed once all that can be collected at once was, and again after the last wait for a budget, which takes
 * about twenty minutes. Ends without a word when `signal` is broken off; throws when the API refuses anything.
 */
export const showFigures = async (
  operator: CallApi,
  {
    signal,
    lookMilliseconds = LOOK_MILLISECONDS,
  }: { readonly signal: AbortSignal; readonly lookMilliseconds?: number },
): Promise<void> => {
  const states = async (): Promise<string[]> =>
    listed
      .parse(await operator('GET', '/v1/sources?limit=100'))
      .sources.flatMap(({ partnerId, state }) => (partnerId === SHOWN_PARTNER.partnerId ? [state] : []));
  try {
    for (const unfinished of [AT_WORK, UNSETTLED]) {
      for (;;) {
        const now = await states();
        if (now.length > 0 && !now.some((state) => unfinished.includes(state))) break;
        await wait(lookMilliseconds, undefined, { signal });
      }
      await operator('POST', '/v1/recalculations', {});
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

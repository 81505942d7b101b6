import type { Clock } from './retrying-fetch.ts';

const FIRST_PAUSE_MILLISECONDS = 500;
const LONGEST_PAUSE_MILLISECONDS = 10_000;

/**
 * Asks until what is asked for is done, in pauses that grow from half a second to ten. Returns the last answer: after
 * `patienceMilliseconds` (of the pauses alone) that is one that is not done.
 */
export const waitUntil = async <Answer>(
  ask: () => Promise<Answer>,
  isDone: (answer: Answer) => boolean,
  patienceMilliseconds: number,
  { sleep }: Pick<Clock, 'sleep'>,
): Promise<Answer> => {
  let [pause, waited] = [FIRST_PAUSE_MILLISECONDS, 0];
  for (;;) {
    const answer = await ask();
    if (isDone(answer) || waited >= patienceMilliseconds) return answer;
    await sleep(pause);
    waited += pause;
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MILLISECONDS);
  }
};

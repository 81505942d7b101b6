import { SeatpulseError } from './seatpulse-error.ts';

/** What tells the time and lets it pass. */
export interface Clock {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** How often a request is sent, and how long an answer may put it off: more than the API ever asks for between two tries. */
const MOST_TRIES = 5;
const LONGEST_WAIT_MILLISECONDS = 120_000;
/** Where an answer does not say when to come back: this, then twice as long each time. */
const FIRST_WAIT_MILLISECONDS = 1000;

/** Calls that change nothing, and so may be sent again whatever became of them. */
const READS = ['GET', 'HEAD'];

/**
 * A fetch that sends a request again when the answer puts it off: 429, and 503 that says so by `Retry-After`, of which nothing
 * was done; for calls that only read also other 502, 503, 504 and connections that fail. It waits as `Retry-After` says
 * (RFC 9110, seconds or a date). An answer that asks for more than two minutes, as a limit of the day does, is handed back,
 * and so is the last one. Throws a SeatpulseError (`no_answer`) when there is none.
 */
export const retryingFetch =
  ({ now, sleep }: Clock): ((request: Request) => Promise<Response>) =>
  async (request) => {
    for (let tried = 1; ; tried += 1) {
      const [wait, answer] = await attempt(request.clone(), FIRST_WAIT_MILLISECONDS * 2 ** (tried - 1), now);
      const isLast = wait === undefined || wait > LONGEST_WAIT_MILLISECONDS || tried === MOST_TRIES;
      if (answer instanceof Error) {
        if (isLast) throw noAnswer(request.url, answer);
      } else {
        if (isLast) return answer;
        await answer.body?.cancel();
      }
      await sleep(wait);
    }
  };

/** One try: how long to wait before another one, if one makes sense, and the answer, or why there is none. */
const attempt = async (
  request: Request,
  otherwise: number,
  now: () => Date,
): Promise<[number | undefined, Response | Error]> => {
  const reads = READS.includes(request.method);
  try {
    const answer = await fetch(request);
    const asked = waitAskedFor(answer.headers.get('retry-after'), now());
    const again =
      answer.status === 429 ||
      (answer.status === 503 && (reads || asked !== undefined)) ||
      (reads && [502, 504].includes(answer.status));
    return [again ? (asked ?? otherwise) : undefined, answer];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [reads ? otherwise : undefined, error];
  }
};

/** How many milliseconds from `now` a `Retry-After` asks for; `undefined` where it says nothing that is understood. */
export const waitAskedFor = (retryAfter: string | null, now: Date): number | undefined => {
  if (retryAfter === null) return undefined;
  if (/^\d+$/u.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
};

const noAnswer = (url: string, cause: Error): SeatpulseError => {
  const reason = cause.cause instanceof Error && cause.cause.message !== '' ? cause.cause.message : cause.message;
  return new SeatpulseError(0, 'no_answer', `${new URL(url).origin} does not answer: ${reason}`, { cause });
};

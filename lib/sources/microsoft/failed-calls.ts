import { AddressRefused, CallFailed, type CallFailure } from '../../outbound/failures.ts';
import { type Obstacle, putOff, refuse, SECONDS_TO_TRY_AGAIN, Stopped } from './obstacles.ts';

/** What may be better in a minute: an answer that broke off as much as one that never came. */
const PASSING: readonly CallFailure[] = ['unreachable', 'silent', 'cut_short'];

/** What stands against fetching, where that is foreseen; `undefined` for any other error. */
export const obstacleOf = (error: unknown): Obstacle | undefined => {
  if (error instanceof Stopped) return error.obstacle;
  if (error instanceof AddressRefused) return refuse('address_refused', error.message).obstacle;
  if (!(error instanceof CallFailed)) return undefined;
  const { failure, message } = error;
  return (PASSING.includes(failure) ? putOff('unavailable', SECONDS_TO_TRY_AGAIN) : refuse('answer_unusable', message))
    .obstacle;
};

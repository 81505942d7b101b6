import type { FetchOutcome, Refusal } from '../collector.ts';

/** How fetching ends when there is nothing to put. */
export type Obstacle = Exclude<FetchOutcome, { outcome: 'fetched' | 'unchanged' }>;

/** Ends fetching an item, from wherever it has come to. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly obstacle: Obstacle;

  constructor(obstacle: Obstacle) {
    super(obstacle.outcome === 'later' ? obstacle.why : `${obstacle.state}: ${obstacle.detail}`);
    this.obstacle = obstacle;
  }
}

export const refuse = (state: Refusal, detail: string): Stopped => new Stopped({ outcome: 'refused', state, detail });

export const putOff = (why: 'budget' | 'throttled' | 'unavailable', seconds: number): Stopped =>
  new Stopped({ outcome: 'later', why, seconds });

/** After how many seconds what cannot be reached for now is tried again. */
export const SECONDS_TO_TRY_AGAIN = 60;

import type { Table } from '../../storage/table.ts';
import type { ErasureJob } from '../job/erasure-job.ts';

/** All stores of the product, and the queues by which figures and portfolios are made anew. */
export interface ErasureStores {
  readonly activity: Table;
  readonly licensing: Table;
  readonly insights: Table;
  readonly jobs: Table;
  /** Names of the buckets. */
  readonly uploads: string;
  readonly portfolios: string;
  readonly exports: string;
  /** What the names of the secrets begin with that hold credentials of sources. */
  readonly secretPrefix: string;
  readonly runQueueUrl: string;
  readonly publishQueueUrl: string;
}

/** What a stage of an erasure works with. */
export interface StageWork {
  readonly stores: ErasureStores;
  readonly job: ErasureJob;
  readonly now: Date;
  /** The day that figures are of now, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Whether a user's id, in any spelling, is one of the user who is erased. */
  readonly isErased: (userId: string) => boolean;
  /** Whether it is, in any spelling, the id by which the user's erasure was asked for. */
  readonly isAskedFor: (userId: string) => boolean;
}

/** How far a stage has come: it may stop here, and go on after `after`. */
export interface Mark {
  readonly after?: string | undefined;
  /** What was removed since the mark before, counted by what it was. */
  readonly removed?: Readonly<Record<string, number>>;
  /** Ids that are the user's, too: from the next stage on, `isErased` knows them. */
  readonly alsoErased?: readonly string[];
  /** Something else has to end first: the stage begins anew a little later. */
  readonly waits?: true;
}

/** A stage that is done in one go. */
export const inOneGo = (run: (work: StageWork) => Promise<unknown>): Stage =>
  async function* (work) {
    await run(work);
    yield* [];
  };

/**
 * A stage of an erasure: removes what it is there for, and says now and then how far it came. It may be begun again
 * anywhere after `after`, also by two at once: what is gone stays gone.
 */
export type Stage = (work: StageWork, after: string | undefined) => AsyncGenerator<Mark>;

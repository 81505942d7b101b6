import type { Retry } from '../../../lib/jobs/retry.ts';
import type { Formats } from './formats.ts';

/** What a job waits for that does not come further; nothing while it does. Times are UTC. */
export const RetryNote = ({ retry, formats }: { retry: Retry | undefined; formats: Formats }) =>
  retry ? (
    <p class="note">{textOf(formats.time(retry.since), formats.time(retry.by), formats.time(retry.failsBy))}</p>
  ) : null;

const textOf = (since: string, by: string, failsBy: string): string =>
  `It has not come further since ${since} UTC. It is taken up again by itself, by ${by} UTC at the latest; if that never helps, it ends as failed, with its reason, by ${failsBy} UTC.`;

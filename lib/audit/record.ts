import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { BeforeChange } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { type AuditEntry, inEntry } from './audit-entry.ts';
import { putEntry } from './audit-table.ts';

/** Where it is recorded what somebody does at a moment. */
export interface Trail {
  readonly jobs: Table;
  readonly subject: string;
  readonly portfolio?: string | undefined;
  readonly requestId?: string | undefined;
  readonly at: Date;
}

/** What is done, and to what. */
type Deed = Pick<AuditEntry, 'action' | 'target'>;

/** A call, as the chains hand it to their handlers. */
interface RecordedCall {
  readonly caller: { readonly subject: string; readonly portfolio: string };
  readonly requestId?: string;
  readonly now: Date;
}

/** Where it is recorded what a call does; the pages know no id of a request. */
export const trailOf = (jobs: Table, { caller, requestId, now }: RecordedCall): Trail => ({
  jobs,
  subject: caller.subject,
  portfolio: caller.portfolio,
  requestId,
  at: now,
});

const entryOf = ({ subject, portfolio, requestId, at }: Trail, { action, target }: Deed) => ({
  at: at.toISOString(),
  subject,
  ...(portfolio === undefined ? {} : { portfolio }),
  action,
  ...(target === undefined ? {} : { target }),
  ...(requestId === undefined ? {} : { requestId }),
});

/** Records what changes nothing that is stored. Throws when it cannot: then it must not be done either. */
export const recordEvent = (trail: Trail, deed: Deed): Promise<void> =>
  putEntry(trail.jobs, randomUUID(), { ...entryOf(trail, deed), outcome: 'done' });

/**
 * Does a change that is recorded before it is written, as `begun`, and once more when it is done; `change` is handed what it
 * has to wait for before each of its writes. A change that leaves all as it was is not recorded. Returns what `change`
 * returns; throws what it throws, and when the entry cannot be written.
 */
export const recordChange = async <Result>(
  trail: Trail,
  deed: Deed,
  change: (beforeChange: BeforeChange<unknown>) => Promise<Result>,
): Promise<Result> => {
  const id = randomUUID();
  let entry: Omit<AuditEntry, 'outcome'> | undefined;
  const result = await change(async (before, after) => {
    entry = undefined;
    if (isDeepStrictEqual(before, after)) return;
    const [was, is] = [inEntry(before), inEntry(after)];
    entry = {
      ...entryOf(trail, deed),
      ...(was === undefined ? {} : { before: was }),
      ...(is === undefined ? {} : { after: is }),
    };
    await putEntry(trail.jobs, id, { ...entry, outcome: 'begun' });
  });
  if (entry) await putEntry(trail.jobs, id, { ...entry, outcome: 'done' });
  return result;
};

/** Makes what records the changes of calls: takes the call, what is done to what, and what does it. See `recordChange`. */
export const recorderIn =
  (jobs: Table) =>
  <Result>(
    call: RecordedCall,
    action: AuditEntry['action'],
    target: string | undefined,
    change: (beforeChange: BeforeChange<unknown>) => Promise<Result>,
  ): Promise<Result> =>
    recordChange(trailOf(jobs, call), { action, ...(target === undefined ? {} : { target }) }, change);

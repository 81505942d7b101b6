import { isProfile } from '../../customers/customer-table.ts';
import { eraseEntry } from '../../customers/member-list.ts';
import { customerOwner } from '../../customers/owner-keys.ts';
import { listPartnerIds } from '../../customers/partner-table.ts';
import { keptPrefix } from '../../imports/undo/kept-bucket.ts';
import { listKeys } from '../../storage/object-store.ts';
import { EXPORT_FILES, eraseExport, exportOfFile } from './erase-export.ts';
import { eraseObjects } from './erase-objects.ts';
import { erasePartition } from './erase-partition.ts';
import { objectHolds } from './object-holds.ts';
import type { Mark, Stage } from './stage.ts';

async function* counted(kind: string, steps: AsyncIterable<number>): AsyncGenerator<Mark> {
  for await (const erased of steps) yield { removed: { [kind]: erased } };
}

/** Deletes what the customer's imports keep for an undo. */
export const eraseReplaced: Stage = ({ stores, job }) =>
  counted('undoCopies', eraseObjects(stores.uploads, keptPrefix(job.customerId)));

/** Deletes what the customer's users did. */
export const eraseCalendars: Stage = ({ stores, job }) =>
  counted('calendars', erasePartition(stores.activity, { keys: ['customerId', 'userId'], value: job.customerId }));

/** Deletes all that is known of licences, but for the profile, which keeps the id until the end. */
export const eraseLicensing: Stage = ({ stores, job }) =>
  counted(
    'licensingRecords',
    erasePartition(stores.licensing, { keys: ['owner', 'record'], value: customerOwner(job.customerId) }, isProfile),
  );

/** Deletes the counts of all days. */
export const eraseSnapshots: Stage = ({ stores, job }) =>
  counted(
    'snapshots',
    erasePartition(stores.insights, { keys: ['owner', 'day'], value: customerOwner(job.customerId) }),
  );

/** Takes the customer off the lists of all partners: one that lost it may have it on its list still. */
export const eraseMemberships: Stage = async function* ({ stores: { licensing }, job: { customerId } }, after = '') {
  for (const partnerId of (await listPartnerIds(licensing)).filter((id) => id > after).sort())
    yield {
      after: partnerId,
      removed: { memberships: (await eraseEntry(licensing, partnerId, customerId)) ? 1 : 0 },
    };
};

/** Deletes the exports that have a record of the customer: each begins with its id, which needs no quotes. */
export const eraseExports: Stage = async function* ({ stores, job: { customerId } }, after) {
  for await (const key of listKeys(stores.exports, EXPORT_FILES, after)) {
    const holds = await objectHolds(stores.exports, key, `\n${customerId},`);
    if (holds) await eraseExport(stores, exportOfFile(key));
    yield { after: key, removed: { exports: holds ? 1 : 0 } };
  }
};

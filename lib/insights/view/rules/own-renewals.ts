import { parseDay } from '../../../time/day.ts';
import { isStale } from '../../count/freshness.ts';
import type { Snapshot } from '../../count/snapshot.ts';
import { dayOfList } from '../figures/sources.ts';
import type { View } from '../figures/view.ts';

/** A partner's own renewals, the operator's view has those of all sellers; a list that is stale tells of none. */
export const ownRenewals = (snapshot: Snapshot, { partnerId, limits }: View): Snapshot['renewals'][string] =>
  Object.entries(snapshot.renewals).flatMap(([seller, renewals]) => {
    const day = dayOfList(snapshot, seller);
    const isOwn = partnerId === undefined || seller === partnerId;
    return isOwn && day !== null && !isStale(day, parseDay(snapshot.asOf), limits.subscriptions) ? renewals : [];
  });

import * as z from 'zod';
import type { SubscriptionState } from '../../licensing/subscription.ts';

/** Words of a source by the state of ours that they mean; `null`: seats of which nothing is stored. */
type StateWords = Readonly<Record<string, SubscriptionState | null>>;

/**
 * Microsoft Graph: `companySubscription.status`, and with a small first letter the fields of `prepaidUnits` of a
 * `subscribedSku`. Warning is expired with its access kept, LockedOut was cancelled by the customer.
 */
export const GRAPH_STATES = {
  Enabled: 'active',
  Warning: 'grace',
  Suspended: 'suspended',
  LockedOut: 'cancelled',
  Deleted: null,
} as const satisfies StateWords;

/**
 * Partner Center: `status` of a subscription. Expired keeps its access for 30 days, disabled is the 90 days after that
 * (page "subscription lifecycle"). None says nothing of the state: no figure can be made of its seats.
 */
export const PARTNER_CENTER_STATES = {
  active: 'active',
  pending: 'pending',
  suspended: 'suspended',
  expired: 'grace',
  disabled: 'disabled',
  deleted: 'deprovisioned',
  none: null,
} as const satisfies StateWords;

/** A schema of a source's word, whatever its case; what it gives is the word's meaning. */
export const stateWord = <Words extends StateWords>(words: Words) =>
  z.string().transform((text, context): Words[keyof Words] => {
    const word = Object.keys(words).find((one) => one.toLowerCase() === text.trim().toLowerCase());
    // A name among the record's own; Object.keys forgets that.
    if (word !== undefined) return words[word as keyof Words];
    context.addIssue(`"${text}" is none of ${Object.keys(words).join(', ')}`);
    return z.NEVER;
  });

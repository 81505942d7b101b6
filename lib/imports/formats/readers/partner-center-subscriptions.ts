import * as z from 'zod';
import { productsNamed } from '../../../catalogue/names/product-names.ts';
import { subscription, TERMS, type ToldSubscription } from '../../../licensing/subscription.ts';
import type { Day } from '../../../time/day.ts';
import { composed } from '../file-encoding.ts';
import { addError, addWarning, count, type Findings, noFindings } from '../findings.ts';
import { instantDay, renewalDay } from '../instants.ts';
import { partnerCenterSubscriptions } from '../kinds/partner-center-subscriptions.ts';
import { type OfferKnowledge, productOf } from '../products/offered-product.ts';
import { PARTNER_CENTER_STATES, stateWord } from '../state-words.ts';
import { addUnnamed, type Unnamed } from '../unnamed.ts';
import { explainItem } from './explain-item.ts';
import { itemsOf } from './json-items.ts';
import { requireSomeRead, warnOfUnreadable } from './unknown-items.ts';

/*
 * Partner Center, `GET /v1/customers/{customer-tenant-id}/subscriptions`: what one partner sold to one customer, also
 * what is billed by use. It names no product id: `offerId` is an entry of the partner's price list, so that `offerName`
 * must do (Partner Center developer reference: "subscription resources").
 */
const text = z.string().transform(composed).nullish();

const partnerCenterSubscription = z.object({
  id: subscription.shape.id,
  offerName: text,
  friendlyName: text,
  /** Seats, where it is billed by licences. */
  quantity: subscription.shape.quantity,
  /** Licenses, Usage-based or Benefit; `none` in old answers. */
  unitType: text,
  /** license, usage, benefit or none. */
  billingType: text,
  status: stateWord(PARTNER_CENTER_STATES),
  isTrial: z.boolean().nullish(),
  /** The last day of the term; far in the future when it does not renew. */
  commitmentEndDate: instantDay.nullish(),
  commitmentEndDateTime: instantDay.nullish(),
  /** How long it binds. A term that this product does not know is not told; it is no reason to refuse the seats. */
  termDuration: z.enum(TERMS).nullish().catch(undefined),
  autoRenewEnabled: z.boolean().nullish().catch(undefined),
});
type PartnerCenterSubscription = z.output<typeof partnerCenterSubscription>;

/** What the file says of a seller's subscriptions of products that the catalogue knows. */
export interface ParsedSellerList {
  readonly subscriptions: readonly ToldSubscription[];
  /** How many subscriptions are billed by licences, those of unknown products included. */
  readonly licensed: number;
  readonly unnamed: Unnamed;
  readonly found: Findings;
}

/**
 * Reads the whole answer, or its bare list, as of day `today`. What is not billed by licences is skipped and counted;
 * subscriptions of unknown products, and of names that several products share while nothing tells which is meant, are
 * kept out with a warning, and their names told. Throws FileRefused: `wrong_file`, `incomplete`, `empty_file`. An item that is not understood
 * is an error among the findings; the list then has a gap, so the file must not be applied.
 */
export const parsePartnerCenterSubscriptions = (
  document: unknown,
  knowledge: OfferKnowledge,
  today: Day,
): ParsedSellerList => {
  const found = noFindings();
  const subscriptions = new Map<string, ToldSubscription>();
  const unnamed: Unnamed = new Map();
  const seen = new Set<string>();
  let unreadable = 0;
  for (const [at, item] of itemsOf(document, partnerCenterSubscriptions).entries()) {
    found.rows += 1;
    const skipped = otherBilling(item);
    if (skipped) {
      count(found, skipped);
      continue;
    }
    const row = partnerCenterSubscription.safeParse(item);
    if (!row.success) {
      const name = unknownOfferOf(item, knowledge);
      if (name !== undefined) {
        unreadable += 1;
        warnOfUnreadable(found);
        addUnnamed(unnamed, { name, reason: 'unknown', sold: null, assigned: null });
      } else addError(found, null, 'bad_item', explainItem(`items[${at}]`, item, row.error));
      continue;
    }
    const { id } = row.data;
    const isActive = row.data.status === null ? null : row.data.status === 'active';
    const sku = productOf({ ...row.data, isActive }, knowledge, found, unnamed);
    if (seen.has(id) && sku !== undefined)
      addError(found, null, 'duplicate_subscription', `items[${at}] is ${id} for the second time.`);
    seen.add(id);
    const line = subscriptionOf(row.data, sku, today, found);
    if (line) subscriptions.set(id, line);
  }
  requireSomeRead(found.rows, unreadable, partnerCenterSubscriptions);
  found.counts.subscriptions = subscriptions.size;
  return { subscriptions: [...subscriptions.values()], licensed: seen.size, unnamed, found };
};

const billing = z.object({ unitType: text, billingType: text });

/** The name under which an item is counted that is not billed by licences. Its other fields need not be understood. */
const otherBilling = (item: unknown): 'usageBased' | 'benefits' | undefined => {
  const { unitType, billingType } = billing.safeParse(item).data ?? {};
  const words = `${unitType ?? ''} ${billingType ?? ''}`.toLowerCase();
  if (words.includes('usage')) return 'usageBased';
  return words.includes('benefit') ? 'benefits' : undefined;
};

const offered = z.object({ offerName: z.string().transform(composed) });

/** The name of an item that is not understood, where it is at least understood to be of no product of the catalogue. */
const unknownOfferOf = (item: unknown, { names }: OfferKnowledge): string | undefined => {
  const name = offered.safeParse(item).data?.offerName.trim();
  return name && productsNamed(names, name).length === 0 ? name : undefined;
};

const subscriptionOf = (
  row: PartnerCenterSubscription,
  sku: string | undefined,
  today: Day,
  found: Findings,
): ToldSubscription | undefined => {
  const { id, offerName, quantity, status, termDuration, autoRenewEnabled } = row;
  if (sku === undefined) return undefined;
  if (status === null) {
    const message = `"${offerName}" (${id}) has a status that says nothing: its seats, counted here, are left out.`;
    addWarning(found, 'no_status', message, quantity);
    return undefined;
  }
  const renewsOn = renewalDay(row.commitmentEndDate ?? row.commitmentEndDateTime, today);
  return {
    id,
    sku,
    quantity,
    state: status,
    isTrial: row.isTrial ?? false,
    ...(renewsOn === undefined ? {} : { renewsOn }),
    ...(termDuration ? { term: termDuration } : {}),
    ...(typeof autoRenewEnabled === 'boolean' ? { autoRenew: autoRenewEnabled } : {}),
  };
};

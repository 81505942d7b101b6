import * as z from 'zod';
import { productOfId } from '../../../catalogue/names/product-of-id.ts';
import type { Catalogue } from '../../../catalogue/product.ts';
import type { SeatTotal } from '../../../licensing/seat-totals.ts';
import { subscription, type ToldSubscription } from '../../../licensing/subscription.ts';
import { type Day, earliestDay } from '../../../time/day.ts';
import { addError, addWarning, count, type Findings, noFindings } from '../findings.ts';
import { instantDay, renewalDay } from '../instants.ts';
import { graphDirectorySubscriptions } from '../kinds/graph-directory-subscriptions.ts';
import type { ParsedSeatTotals } from '../parsed-seats.ts';
import { GRAPH_STATES, stateWord } from '../state-words.ts';
import { addUnnamed, type Unnamed } from '../unnamed.ts';
import { explainItem } from './explain-item.ts';
import { itemsOf } from './json-items.ts';
import { leaveOutUnknown, requireSomeRead, unnamedSku } from './unknown-items.ts';

/*
 * Microsoft Graph, `GET /v1.0/directory/subscriptions`: the subscriptions of all sellers, one by one, trials apart, with
 * the tenant of the partner that created each (Graph reference: `companySubscription`). It does not tell who holds them.
 */
const id = z.string().trim().min(1);
const lowerCased = z.string().transform((text) => text.trim().toLowerCase());

const companySubscription = z.object({
  id,
  commerceSubscriptionId: id.nullish().catch(undefined),
  skuId: lowerCased,
  skuPartNumber: z.string(),
  status: stateWord(GRAPH_STATES),
  isTrial: z.boolean(),
  totalLicenses: z.int().min(0),
  /** When the state changes next: an active one renews or ends then, one in grace loses its access. */
  nextLifecycleDateTime: instantDay.nullish(),
  ownerTenantId: lowerCased.nullish(),
});
type CompanySubscription = z.output<typeof companySubscription>;

/**
 * Reads the whole answer, or its bare list, as of day `today`: several subscriptions of a product are summed, trials in
 * another state than Enabled or Warning are left out, unknown products are kept out with a warning, and told. Throws FileRefused:
 * `wrong_file`, `incomplete`, `empty_file`. An item that is not understood is an error among the findings; seats are
 * then missing, so the file must not be applied.
 */
export const parseDirectorySubscriptions = (
  document: unknown,
  catalogue: Pick<Catalogue, 'products'>,
  today: Day,
): ParsedSeatTotals => {
  const found = noFindings();
  const totals = new Map<string, SeatTotal>();
  const byOwner = new Map<string, ToldSubscription[]>();
  const unnamed: Unnamed = new Map();
  const seen = new Set<string>();
  const find = productOfId(catalogue);
  let unreadable = 0;
  for (const [at, item] of itemsOf(document, graphDirectorySubscriptions).entries()) {
    found.rows += 1;
    const row = companySubscription.safeParse(item);
    if (!row.success) {
      if (leaveOutUnknown(item, find, found, unnamed)) unreadable += 1;
      else addError(found, null, 'bad_item', explainItem(`value[${at}]`, item, row.error));
      continue;
    }
    const sku = find(row.data.skuId, row.data.skuPartNumber)?.sku;
    if (sku === undefined) {
      warnOfUnknown(found, row.data);
      addUnnamed(unnamed, unnamedSku(row.data, { sold: activeSeats(row.data), assigned: null }));
    } else if (seen.has(row.data.id))
      addError(found, null, 'duplicate_subscription', `value[${at}] is ${row.data.id} for the second time.`);
    else {
      totals.set(sku, addSeats(totals.get(sku) ?? noSeats(sku), row.data, today));
      addToOwner(byOwner, { ...row.data, skuId: sku }, today);
      count(found, 'subscriptions');
    }
    seen.add(row.data.id);
  }
  requireSomeRead(found.rows, unreadable, graphDirectorySubscriptions);
  found.counts.products = totals.size;
  return { totals: [...totals.values()], byOwner, unnamed, found };
};

const noSeats = (sku: string): SeatTotal => ({
  sku,
  active: 0,
  grace: 0,
  trial: 0,
  suspended: 0,
  lockedOut: 0,
  assigned: null,
});

/** Seats of a subscription that are in use and in no state on the way out; `null` where its status says nothing. */
const activeSeats = ({ status, totalLicenses }: CompanySubscription): number | null => {
  if (status === null) return null;
  return status === 'active' ? totalLicenses : 0;
};

/** Where a seat total counts seats by their state. */
const TOTALS = { active: 'active', grace: 'grace', suspended: 'suspended', cancelled: 'lockedOut' } as const;

const addSeats = (total: SeatTotal, row: CompanySubscription, today: Day): SeatTotal => {
  const { status, isTrial, totalLicenses } = row;
  if (status === null) return total;
  if (!isTrial) {
    const graceEndsOn = earliestDay(total.graceEndsOn, nextChange(row, today).graceEndsOn);
    const seats = { [TOTALS[status]]: total[TOTALS[status]] + totalLicenses };
    return { ...total, ...seats, ...(graceEndsOn === undefined ? {} : { graceEndsOn }) };
  }
  return status === 'active' || status === 'grace' ? { ...total, trial: (total.trial ?? 0) + totalLicenses } : total;
};

const addToOwner = (byOwner: Map<string, ToldSubscription[]>, row: CompanySubscription, today: Day): void => {
  if (!row.ownerTenantId) return;
  const own = byOwner.get(row.ownerTenantId) ?? [];
  byOwner.set(row.ownerTenantId, own);
  if (row.status === null) return;
  // The id that the seller knows it by, unless another one belongs to the same subscription of the seller's.
  const freeId = [row.commerceSubscriptionId, row.id].find((one) => one && own.every((other) => other.id !== one));
  const line = subscription.safeParse({
    id: freeId,
    sku: row.skuId,
    quantity: row.totalLicenses,
    state: row.status,
    isTrial: row.isTrial,
    ...nextChange(row, today),
  });
  if (line.success) own.push(line.data); // what no seller could send either is in the totals all the same
};

/** What the day of the next change says of a subscription in its state. */
const nextChange = (
  { status, nextLifecycleDateTime }: CompanySubscription,
  today: Day,
): Pick<ToldSubscription, 'renewsOn' | 'graceEndsOn'> => {
  const day = renewalDay(nextLifecycleDateTime, today);
  if (day === undefined) return {};
  if (status === 'active') return { renewsOn: day };
  return status === 'grace' ? { graceEndsOn: day } : {};
};

const warnOfUnknown = (found: Findings, { skuId, skuPartNumber, status, totalLicenses }: CompanySubscription): void =>
  addWarning(
    found,
    'unknown_product',
    `${skuPartNumber} (${skuId}) is not in the catalogue: its enabled seats, counted here, are left out.`,
    status === 'active' ? totalLicenses : 0,
  );

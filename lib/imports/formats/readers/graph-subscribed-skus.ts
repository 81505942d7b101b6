import * as z from 'zod';
import { productOfId } from '../../../catalogue/names/product-of-id.ts';
import type { Catalogue } from '../../../catalogue/product.ts';
import type { SeatTotal } from '../../../licensing/seat-totals.ts';
import { addError, addWarning, count, type Findings, noFindings } from '../findings.ts';
import { graphSubscribedSkus } from '../kinds/graph-subscribed-skus.ts';
import type { ParsedSeatTotals } from '../parsed-seats.ts';
import { addUnnamed, type Unnamed } from '../unnamed.ts';
import { explainItem } from './explain-item.ts';
import { itemsOf } from './json-items.ts';
import { leaveOutUnknown, requireSomeRead, unnamedSku } from './unknown-items.ts';

/*
 * Microsoft Graph, `GET /v1.0/subscribedSkus`: per product the seats of all sellers together, by state, and how many
 * are assigned. It tells neither trials nor sellers apart (Graph reference: `subscribedSku`, `licenseUnitsDetail`).
 */
const units = z.int().min(0);

const subscribedSku = z.object({
  skuId: z.string().transform((text) => text.trim().toLowerCase()),
  skuPartNumber: z.string(),
  /** Enabled, Warning, Suspended, LockedOut, Deleted. */
  capabilityStatus: z.string(),
  consumedUnits: units,
  prepaidUnits: z.object({
    enabled: units,
    /** Expired, in grace: people keep their access. */
    warning: units,
    suspended: units,
    lockedOut: units.nullish(),
  }),
});
type SubscribedSku = z.output<typeof subscribedSku>;

const forCompany = z.object({ appliesTo: z.string().regex(/^company$/iu) });

/**
 * Reads the whole answer, or its bare list. Products of the company as a whole are skipped, unknown ones are kept out
 * with a warning, and told; several that the operator takes for one product are summed. Throws FileRefused: `wrong_file`, `incomplete` when another page follows, `empty_file`. An item that
 * is not understood is an error among the findings; seats are then missing, so the file must not be applied.
 */
export const parseSubscribedSkus = (document: unknown, catalogue: Pick<Catalogue, 'products'>): ParsedSeatTotals => {
  const found = noFindings();
  const totals = new Map<string, SeatTotal>();
  const unnamed: Unnamed = new Map();
  const seen = new Set<string>();
  const find = productOfId(catalogue);
  let unreadable = 0;
  for (const [at, item] of itemsOf(document, graphSubscribedSkus).entries()) {
    found.rows += 1;
    if (forCompany.safeParse(item).success) {
      count(found, 'companyProducts');
      continue;
    }
    const row = subscribedSku.safeParse(item);
    if (!row.success) {
      if (leaveOutUnknown(item, find, found, unnamed)) unreadable += 1;
      else addError(found, null, 'bad_item', explainItem(`value[${at}]`, item, row.error));
      continue;
    }
    const { skuId, skuPartNumber } = row.data;
    const product = find(skuId, skuPartNumber);
    const total = totalOf(row.data, product?.sku ?? skuId);
    if (seen.has(skuId) && product)
      addError(found, null, 'duplicate_product', `value[${at}] is ${skuId} for the second time.`);
    else if (product) totals.set(product.sku, sumOf(totals.get(product.sku), total));
    else {
      warnOfUnknown(found, row.data);
      addUnnamed(unnamed, unnamedSku(row.data, { sold: total.active, assigned: total.assigned }));
    }
    seen.add(skuId);
  }
  requireSomeRead(found.rows, unreadable, graphSubscribedSkus);
  found.counts.products = totals.size;
  return { totals: [...totals.values()], unnamed, found };
};

const sumOf = (before: SeatTotal | undefined, total: SeatTotal): SeatTotal =>
  before
    ? {
        ...total,
        active: before.active + total.active,
        grace: before.grace + total.grace,
        suspended: before.suspended + total.suspended,
        lockedOut: before.lockedOut + total.lockedOut,
        assigned: (before.assigned ?? 0) + (total.assigned ?? 0),
      }
    : total;

const totalOf = ({ capabilityStatus, consumedUnits, prepaidUnits }: SubscribedSku, sku: string): SeatTotal => {
  // A deleted subscription leaves no seats behind, in whatever state its units last were.
  const gone = capabilityStatus.toLowerCase() === 'deleted';
  return {
    sku,
    active: gone ? 0 : prepaidUnits.enabled,
    grace: gone ? 0 : prepaidUnits.warning,
    trial: null,
    suspended: gone ? 0 : prepaidUnits.suspended,
    lockedOut: gone ? 0 : (prepaidUnits.lockedOut ?? 0),
    assigned: consumedUnits,
  };
};

const warnOfUnknown = (found: Findings, { skuId, skuPartNumber, prepaidUnits }: SubscribedSku): void =>
  addWarning(
    found,
    'unknown_product',
    `${skuPartNumber} (${skuId}) is not in the catalogue: its enabled seats, counted here, are left out.`,
    prepaidUnits.enabled,
  );

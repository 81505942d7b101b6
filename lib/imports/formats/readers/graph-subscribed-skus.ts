import * as z from 'zod';
import type { Catalogue } from '../../../catalogue/product.ts';
import type { SeatTotal } from '../../../licensing/seat-totals.ts';
import { addError, addWarning, count, type Findings, noFindings } from '../findings.ts';
import { graphSubscribedSkus } from '../kinds/graph-subscribed-skus.ts';
import type { ParsedSeatTotals } from '../parsed-seats.ts';
import { explainItem } from './explain-item.ts';
import { itemsOf } from './json-items.ts';
import { mayBeKnown, warnOfUnreadable } from './unknown-items.ts';

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
 * with a warning. Throws FileRefused: `wrong_file`, `incomplete` when another page follows, `empty_file`. An item that
 * is not understood is an error among the findings; seats are then missing, so the file must not be applied.
 */
export const parseSubscribedSkus = (document: unknown, catalogue: Pick<Catalogue, 'products'>): ParsedSeatTotals => {
  const found = noFindings();
  const totals = new Map<string, SeatTotal>();
  for (const [at, item] of itemsOf(document, graphSubscribedSkus).entries()) {
    found.rows += 1;
    if (forCompany.safeParse(item).success) {
      count(found, 'companyProducts');
      continue;
    }
    const sku = subscribedSku.safeParse(item);
    if (!sku.success && !mayBeKnown(item, catalogue)) warnOfUnreadable(found);
    else if (!sku.success) addError(found, null, 'bad_item', explainItem(`value[${at}]`, item, sku.error));
    else if (totals.has(sku.data.skuId))
      addError(found, null, 'duplicate_product', `value[${at}] is ${sku.data.skuId} for the second time.`);
    else if (catalogue.products.has(sku.data.skuId)) totals.set(sku.data.skuId, totalOf(sku.data));
    else warnOfUnknown(found, sku.data);
  }
  found.counts.products = totals.size;
  return { totals: [...totals.values()], found };
};

const totalOf = ({ skuId, capabilityStatus, consumedUnits, prepaidUnits }: SubscribedSku): SeatTotal => {
  // A deleted subscription leaves no seats behind, in whatever state its units last were.
  const gone = capabilityStatus.toLowerCase() === 'deleted';
  return {
    sku: skuId,
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

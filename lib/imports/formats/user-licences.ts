import * as z from 'zod';
import type { Day } from '../../time/day.ts';
import { MOST_PRODUCTS_OF_USER } from './file-limits.ts';
import { instantDay } from './instants.ts';
import { asList } from './plain-items.ts';

const guid = z.string().transform((text) => text.trim().toLowerCase());
const disabledPlans = z.array(guid).max(MOST_PRODUCTS_OF_USER).nullish();

/** How a user comes by a product (Microsoft Graph: `assignedLicense`, `licenseAssignmentState`). */
export const userLicences = z
  .object({
    /** The products in effect, each once, however it was assigned. */
    assignedLicenses: z.preprocess(
      asList,
      z
        .array(z.object({ skuId: guid, disabledPlans }))
        .max(MOST_PRODUCTS_OF_USER)
        .nullish(),
    ),
    /** Each assignment, directly (`assignedByGroup` is null) or by a group; also those that failed. */
    licenseAssignmentStates: z.preprocess(
      asList,
      z
        .array(
          z.object({
            skuId: guid,
            disabledPlans,
            /** Active, ActiveWithError, Disabled, Error. */
            state: z.string().toLowerCase(),
            lastUpdatedDateTime: instantDay.nullish(),
          }),
        )
        .max(MOST_PRODUCTS_OF_USER)
        .nullish(),
    ),
  })
  .refine(
    ({ assignedLicenses, licenseAssignmentStates }) => assignedLicenses || licenseAssignmentStates,
    'neither assignedLicenses nor licenseAssignmentStates is there: fetch the users with both in $select',
  );
type UserLicences = z.output<typeof userLicences>;

/** A product that a user holds. */
export interface HeldLicence {
  readonly sku: string;
  /** Service plans that every assignment of the product in effect leaves out. */
  readonly disabledPlans: ReadonlySet<string>;
  /** The user has held it at least since this day, where that is known. */
  readonly since: Day | undefined;
}

const IN_EFFECT = new Set(['active', 'activewitherror']);
const NOT_IN_EFFECT = new Set(['disabled', 'error']);

/**
 * The products that a user holds, each once. Where a product's assignments are told, those in effect decide; a product
 * whose assignments are not told, or in a state that has no known meaning, is held if it is among the assigned licences.
 */
export const heldLicences = ({ assignedLicenses, licenseAssignmentStates }: UserLicences): HeldLicence[] => {
  const assigned = Map.groupBy(assignedLicenses ?? [], ({ skuId }) => skuId);
  const told = Map.groupBy(licenseAssignmentStates ?? [], ({ skuId }) => skuId);
  return [...new Set([...assigned.keys(), ...told.keys()])].sort().flatMap((sku): HeldLicence[] => {
    const states = told.get(sku) ?? [];
    const active = states.filter(({ state }) => IN_EFFECT.has(state));
    if (active.length > 0) return [{ sku, disabledPlans: leftOutByAll(active), since: earliest(active) }];
    const known = states.length > 0 && states.every(({ state }) => NOT_IN_EFFECT.has(state));
    const licences = assigned.get(sku) ?? [];
    if (known || licences.length === 0) return [];
    return [{ sku, disabledPlans: leftOutByAll(licences), since: undefined }];
  });
};

/** A plan that one assignment gives is given, whatever the others leave out. */
const leftOutByAll = (
  assignments: readonly { readonly disabledPlans?: readonly string[] | null | undefined }[],
): ReadonlySet<string> => {
  const sets = assignments.map((one) => new Set(one.disabledPlans));
  return new Set([...(sets[0] ?? [])].filter((plan) => sets.every((set) => set.has(plan))));
};

/** An assignment has been in its state since it was last updated: the product is held since the earliest. */
const earliest = (
  assignments: readonly { readonly lastUpdatedDateTime?: Day | null | undefined }[],
): Day | undefined => {
  const days = assignments.flatMap(({ lastUpdatedDateTime }) => lastUpdatedDateTime ?? []).filter((day) => day >= 0);
  return days.length > 0 ? Math.min(...days) : undefined;
};

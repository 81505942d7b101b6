import type { Coverage } from './coverage.ts';

/**
 * A coverage without what an import of a list said of the assignments: as it was `before` (`undefined`: there was none).
 * What is known of activity stays, but where the import began anew with other names of users: what was known by the old
 * names is known again. `undefined` when nothing is left.
 */
export const coverageAsBefore = (current: Coverage, before: Coverage | undefined): Coverage | undefined => {
  if (before?.identityMode && before.identityMode !== current.identityMode) return before;
  const { assignments: _, assignmentList: __, made: ___, identityMode, ...activity } = current;
  const { assignments, assignmentList, made, identityMode: modeBefore } = before ?? {};
  // Users of whom activity was told go by names of one kind, whoever was the first to say it.
  const isTold = Object.keys(activity.activity).length > 0;
  const mode = modeBefore ?? (isTold ? identityMode : undefined);
  if (!before && !isTold && !activity.productLists) return undefined;
  return {
    ...activity,
    ...(assignments ? { assignments } : {}),
    ...(assignmentList ? { assignmentList } : {}),
    ...(made ? { made } : {}),
    ...(mode ? { identityMode: mode } : {}),
  };
};

/** A coverage in which the lists of products that an import made are as they were `before`. */
export const productListsAsBefore = (
  current: Coverage,
  skus: readonly string[],
  importId: string,
  before: Coverage | undefined,
): Coverage => {
  const lists = Object.entries(current.productLists ?? {}).flatMap(([sku, list]) => {
    if (!skus.includes(sku) || list.made?.importId !== importId) return [[sku, list] as const];
    const known = before?.productLists?.[sku];
    return known ? [[sku, known] as const] : [];
  });
  const { productLists: _, ...rest } = current;
  return lists.length > 0 ? { ...rest, productLists: Object.fromEntries(lists) } : rest;
};

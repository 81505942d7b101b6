import type { ActiveDay } from '../../../activity/calendar.ts';
import { type ProductNames, productNames, productsNamed } from '../../../catalogue/names/product-names.ts';
import { productOfId } from '../../../catalogue/names/product-of-id.ts';
import { type Catalogue, findProduct, type Product } from '../../../catalogue/product.ts';
import { type Day, formatDay } from '../../../time/day.ts';
import type { StoredUserId, UserNames } from '../../../values/user-names.ts';
import { columnOf, fieldsIn } from '../presets/seat-columns.ts';
import type { SeatField, SeatMapping } from '../presets/seat-mapping.ts';
import { FieldProblem, readUserId, shorten } from '../report-fields.ts';
import { type GetValue, readDay, readHeld, tellsUse, textOfValue } from './seat-values.ts';

/** One row of a file of seats, as it is understood. */
export interface SeatRow {
  /** `undefined` where the file names nobody, as for a seat that is nobody's. */
  readonly userId: StoredUserId | undefined;
  /** The product, or its name where no product of the catalogue goes by it. */
  readonly product: Product | { readonly unknown: string };
  readonly holds: boolean;
  readonly assignedOn: Day | undefined;
  readonly active: readonly ActiveDay[];
  /** The day that the row itself is of, where its file has such ones. */
  readonly day: Day | undefined;
}

/** What rows are read with. */
export interface SeatKnowledge {
  readonly mapping: SeatMapping;
  readonly catalogue: Catalogue;
  /** How the stage names the users that it stores. */
  readonly names: UserNames;
  /** The day of the file where the request says it, and the newest day that it may tell of. */
  readonly saidDay: Day | undefined;
  readonly today: Day;
}

const textIn = (get: GetValue, field: SeatField): string => {
  if (typeof field === 'string') return textOfValue(get(field), field);
  if ('const' in field) return field.const;
  const text = textOfValue(get(field.column), field.column);
  const folded = text.toLowerCase();
  return Object.entries(field.values).find(([word]) => word.trim().toLowerCase() === folded)?.[1] ?? text;
};

const dayIn = (get: GetValue, field: SeatField | undefined): Day | undefined =>
  field === undefined ? undefined : readDay(textIn(get, field), nameOf(field));

const nameOf = (field: SeatField): string => columnOf(field) ?? 'const';

/** Makes the functions that read rows, and whose a row is. They throw FieldProblem for what is not understood. */
export const seatRowReader = (
  knowledge: SeatKnowledge,
): { readonly readRow: (get: GetValue) => SeatRow; readonly readUser: (get: GetValue) => StoredUserId | undefined } => {
  const { mapping, saidDay, today, catalogue, names } = knowledge;
  const productOf = productFinder(catalogue);
  const readUser = (get: GetValue): StoredUserId | undefined => {
    const user = textIn(get, mapping.user);
    const userId = user === '' ? undefined : readUserId(user, nameOf(mapping.user));
    return userId === undefined ? undefined : names.of(userId);
  };

  const daysIn = (get: GetValue): { active: Day[]; day: Day | undefined } => {
    const past = (day: Day | undefined, column: string): Day[] => {
      if (day === undefined) return [];
      if (day > today) throw new FieldProblem('date_in_future', `"${column}" is ${formatDay(day)}, after today.`);
      return [day];
    };
    const last = fieldsIn(mapping.lastActiveOn).flatMap((field) =>
      past(readDay(textIn(get, field), nameOf(field)), nameOf(field)),
    );
    const { activeOn, activeWhen } = mapping;
    const isUse = activeWhen === undefined || activeWhen.some((column) => tellsUse(get(column)));
    if (activeOn === undefined) return { active: isUse ? last : [], day: undefined };
    if (typeof activeOn === 'object' && 'fileDay' in activeOn)
      return { active: isUse && saidDay !== undefined ? [...last, saidDay] : last, day: saidDay };
    const [day] = past(readDay(textIn(get, activeOn), nameOf(activeOn)), nameOf(activeOn));
    return { active: isUse && day !== undefined ? [...last, day] : last, day };
  };

  const readRow = (get: GetValue): SeatRow => {
    const name = textIn(get, mapping.product);
    if (name === '') throw new FieldProblem('bad_product', `"${nameOf(mapping.product)}" is empty.`);
    const product = productOf(name);
    const { active, day } = daysIn(get);
    const workload = mapping.workload && textIn(get, mapping.workload).toLowerCase();
    return {
      userId: readUser(get),
      product: product ?? { unknown: name },
      holds: fieldsIn(mapping.state).every((field) => readHeld(textIn(get, field), nameOf(field))),
      assignedOn: dayIn(get, mapping.assignedOn),
      active: product ? active.map((one) => ({ workload: workloadOf(product, workload, catalogue), day: one })) : [],
      day: dayIn(get, mapping.day) ?? day,
    };
  };
  return { readRow, readUser };
};

/** The workload that a row tells of: the one that it names, or else the only one of its product. */
const workloadOf = (product: Product, named: string | undefined, { workloads }: Catalogue): string => {
  const [only, ...others] = product.workloads;
  const workload = named || (others.length === 0 ? only : undefined);
  if (workload === undefined)
    throw new FieldProblem(
      'workload_needed',
      `${product.name} has ${product.workloads.length} workloads (${product.workloads.join(', ')}). Say by "workload" which one was used.`,
    );
  if (workloads.has(workload)) return workload;
  throw new FieldProblem('unknown_workload', `There is no workload "${shorten(workload)}" in the catalogue.`);
};

const productFinder = (catalogue: Catalogue): ((text: string) => Product | undefined) => {
  const names: ProductNames = productNames(catalogue);
  const byId = productOfId(catalogue);
  const known = new Map<string, Product | undefined>();
  const find = (text: string) => {
    const [only, ...others] = productsNamed(names, text);
    const byName = only !== undefined && others.length === 0 ? catalogue.products.get(only) : undefined;
    return byId(text.toLowerCase()) ?? findProduct(catalogue, text) ?? byName;
  };
  return (text) => {
    if (!known.has(text)) known.set(text, find(text));
    return known.get(text);
  };
};

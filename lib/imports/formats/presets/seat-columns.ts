import type { SeatField, SeatMapping } from './seat-mapping.ts';

/** The column that a field is taken from; `undefined` for a value that is the same in all rows. */
export const columnOf = (field: SeatField): string | undefined => {
  if (typeof field === 'string') return field;
  return 'column' in field ? field.column : undefined;
};

/** One field or several, as a list. */
export const fieldsIn = (fields: SeatField | readonly SeatField[] | undefined): readonly SeatField[] => {
  if (fields === undefined) return [];
  return isList(fields) ? fields : [fields];
};

// Array.isArray does not tell a read-only list from a field.
const isList = (fields: SeatField | readonly SeatField[]): fields is readonly SeatField[] => Array.isArray(fields);

/** The field of days of use, where it is one: the day of the whole file is none. */
const ownDay = (activeOn: SeatMapping['activeOn']): SeatField | undefined =>
  typeof activeOn === 'object' && 'fileDay' in activeOn ? undefined : activeOn;

/** All columns that a mapping names. */
export const columnsOf = (mapping: SeatMapping): string[] => {
  const { user, product, assignedOn, lastActiveOn, activeOn, activeWhen = [], workload, state, day } = mapping;
  const fields = [user, product, assignedOn, lastActiveOn, ownDay(activeOn), workload, state, day].flatMap(fieldsIn);
  return [...new Set([...fields.flatMap((field) => columnOf(field) ?? []), ...activeWhen])];
};

/** The mapping without the fields that a file has no column for: what they would say is not told. */
export const withColumns = (mapping: SeatMapping, has: (column: string) => boolean): SeatMapping => {
  const isThere = (field: SeatField): boolean => {
    const column = columnOf(field);
    return column === undefined || has(column);
  };
  const one = <Field extends SeatField>(field: Field | undefined) =>
    field !== undefined && isThere(field) ? field : undefined;
  const several = (fields: SeatMapping['state']) => {
    const there = fieldsIn(fields).filter(isThere);
    return there.length > 0 ? there : undefined;
  };
  const day = ownDay(mapping.activeOn);
  return {
    ...mapping,
    assignedOn: one(mapping.assignedOn),
    lastActiveOn: several(mapping.lastActiveOn),
    activeOn: day === undefined ? mapping.activeOn : one(day),
    workload: one(mapping.workload),
    state: several(mapping.state),
    day: one(mapping.day),
  };
};

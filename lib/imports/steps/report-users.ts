import type { UserActivity } from '../../activity/activity-table.ts';
import { identityModeOf } from '../../values/identity-mode.ts';
import type { StoredUserId } from '../../values/user-names.ts';
import { activeDaysOf } from '../formats/check-report.ts';
import type { CsvRecord } from '../formats/csv-records.ts';
import type { RowReaders } from '../formats/products/check-products.ts';
import type { ProductChoice } from '../formats/products/product-choice.ts';
import { type NamedReader, namesNoProduct } from '../formats/report-row.ts';
import { modeOf, type ReportState } from '../formats/report-state.ts';
import type { UserStatements } from '../formats/stated-users.ts';

/** The active days to store of a checked file's rows: one entry per user. Bad rows and rows without a name have none. */
export const activityOf = (
  records: readonly CsvRecord[],
  reader: NamedReader,
  state: ReportState,
  customerId: string,
): UserActivity[] => {
  const users = new Map<string, UserActivity>();
  for (const { fields } of records) {
    const reading = reader.readRow(fields);
    if ('bad' in reading || !isStored(reading.row.userId, state)) continue;
    const { userId } = reading.row;
    const days = [...(users.get(userId)?.days ?? []), ...activeDaysOf(reading.row, state.today)];
    if (days.length > 0) users.set(userId, { customerId, userId, days });
  }
  return [...users.values()];
};

const isStored = (userId: StoredUserId | undefined, state: ReportState): userId is StoredUserId =>
  userId !== undefined && identityModeOf(userId) === modeOf(state);

const NOTHING_READ: Pick<ProductChoice, 'held' | 'undecided' | 'unknownNames'> = {
  held: [],
  undecided: [],
  unknownNames: [],
};

/**
 * Adds a row's word on a user's products, in place. Deleted users hold nothing, and of a user who is licensed with nothing
 * that the row names nothing is stated. Since when they hold it is told of a customer's first list alone (`firstList`).
 */
export const addStatement = (
  statements: UserStatements,
  { fields }: CsvRecord,
  { reader, readProducts }: RowReaders,
  state: ReportState,
  firstList: boolean,
): void => {
  const reading = reader.readRow(fields);
  const userId = 'bad' in reading ? reading.bad.userId : reading.row.userId;
  if (!isStored(userId, state)) return;
  if ('bad' in reading || namesNoProduct(reading.row)) {
    statements.add(userId, undefined);
    return;
  }
  const { row } = reading;
  const { held, undecided, unknownNames } = row.deleted ? NOTHING_READ : readProducts(row.products);
  const since = firstList ? { since: row.licensedSince } : {};
  const unnamed = unknownNames.length > 0 ? { unnamed: unknownNames } : {};
  statements.add(userId, { held, undecided, ...since, ...unnamed });
};

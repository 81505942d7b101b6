import type { ActiveDay } from '../../activity/calendar.ts';
import type { Day } from '../../time/day.ts';
import type { StoredUserId, UserNames } from '../../values/user-names.ts';

/** One user as a row of a usage report tells of them. */
export interface ReportRow {
  /** The day whose state the whole file tells. */
  readonly refreshDay: Day;
  /** `undefined` where the report hides even the stand-in of a name: `(Unknown)`. */
  readonly userId: string | undefined;
  readonly deleted: boolean;
  /** The last active day in each workload that the user ever used, however long ago. */
  readonly lastActive: readonly ActiveDay[];
  /** The first day that the report asked about, where it says so. */
  readonly periodFrom?: Day | undefined;
}

/** A row of a report that lists all users, each with all their products. */
export interface LicensedRow extends ReportRow {
  /** Display names of products, as the report joins them. */
  readonly products: string;
  /** The first day on which one of the user's licences was assigned, where the report says so. */
  readonly licensedSince: Day | undefined;
  /** Whether the report says that the user holds a licence, of whichever product. */
  readonly licensed: boolean;
}

/** Whether the row names a product, known or not. */
export const namesProducts = ({ products }: Pick<LicensedRow, 'products'>): boolean => /[^\s+]/u.test(products);

/** Whether the row contradicts itself: it says that the user is licensed, and not with what. Deleted users hold nothing. */
export const namesNoProduct = (row: Pick<LicensedRow, 'licensed' | 'deleted' | 'products'>): boolean =>
  row.licensed && !row.deleted && !namesProducts(row);

/** What is wrong with a row; `userId` where that could be read all the same. */
interface BadRow {
  readonly code: string;
  readonly message: string;
  readonly userId: string | undefined;
}

export type RowReading<Row extends ReportRow> = { readonly row: Row } | { readonly bad: BadRow };

/** Reads the rows of one report, whose header it has seen. */
export interface ReportReader<Row extends ReportRow = ReportRow> {
  /** The raw workloads that the header has a column for: the report covers them even where nobody was active. */
  readonly workloads: readonly string[];
  readonly readRow: (fields: readonly string[]) => RowReading<Row>;
}

/** A row, or what is wrong with one, whose user is named as the stage stores them. */
type Named<One extends { readonly userId: string | undefined }> = Omit<One, 'userId'> & {
  readonly userId: StoredUserId | undefined;
};

/** Reads the rows of a report, their users named as the stage stores them. */
export interface NamedReader<Row extends ReportRow = ReportRow> extends Pick<ReportReader, 'workloads'> {
  readonly readRow: (fields: readonly string[]) => { readonly row: Named<Row> } | { readonly bad: Named<BadRow> };
}

/** A reader that names users by `names`. */
export const namedBy = <Row extends ReportRow>(
  { workloads, readRow }: ReportReader<Row>,
  names: UserNames,
): NamedReader<Row> => {
  const named = <One extends { readonly userId: string | undefined }>(one: One): Named<One> => ({
    ...one,
    userId: one.userId === undefined ? undefined : names.of(one.userId),
  });
  return {
    workloads,
    readRow: (fields) => {
      const reading = readRow(fields);
      return 'bad' in reading ? { bad: named(reading.bad) } : { row: named(reading.row) };
    },
  };
};

/** Makes a reader of the header's columns; throws FileRefused when it is another file's header. */
export type OpenReport<Row extends ReportRow = ReportRow> = (columns: readonly string[]) => ReportReader<Row>;

/** Forms of CSV files, of JSON documents, and of files of either sort whose columns the request maps: what a file of any kind is to the import that takes it. */
export type CsvForm = 'userReport' | 'activityReport' | 'reportedUsage' | 'soldFile' | 'customerFile' | 'identityFile';
export type JsonForm = 'seatTotals' | 'sellerList' | 'userList';
export type MappedForm = 'seatFile';
export type Form = CsvForm | JsonForm | MappedForm;

/** What is true of all files of a form, whichever kind they are. */
export interface FormTraits {
  /** Whether a file says itself which day it speaks of; else the request does. */
  readonly saysDay: boolean;
  /** Whether what a file tells is stored by user, whom it names readably or concealed. */
  readonly namesUsers: boolean;
  /** Whether a file lists all users with the products they hold. */
  readonly tellsHoldings: boolean;
  /** Whether a file names its customers itself, by their tenant ids, in place of the request. */
  readonly namesCustomers: boolean;
  /** Whether a file may name its customers itself where the request names none. */
  readonly mayNameCustomers: boolean;
  /** Whether a file is the list of one seller: the partner that hands it in. */
  readonly needsSeller: boolean;
  /** Whether a file is the operator's alone, who acts for all. */
  readonly needsOperator: boolean;
  /** Whether it is recorded what a file changes, and who handed it in. */
  readonly isRecorded: boolean;
  /** Whether the request says which of a file's columns say what, and a file is shown as it is understood before it is taken. */
  readonly mapsColumns: boolean;
  /** The largest file that is read, in bytes. */
  readonly largestBytes: number;
}

/** What is read row by row, or item by item, and holds all users at most: see `file-limits.ts`. */
const LARGEST_LIST_BYTES = 500_000_000;

/** What is held in memory by user until it is applied, in a file that may have many rows of each. */
const LARGEST_SEAT_FILE_BYTES = 200_000_000;

/** What is held until it is read whole, in sums of its rows. */
const LARGEST_USAGE_BYTES = 200_000_000;

/**
 * What is held whole: far more than the products of a tenant, or the subscriptions that a customer has room for, take (a few
 * kilobytes each).
 */
const LARGEST_DOCUMENT_BYTES = 20_000_000;

/** The traits of every form. What depends on a form reads them, or is a record of all forms like this one. */
export const FORMS: Readonly<Record<Form, FormTraits>> = {
  /** A CSV file with a row per user of a customer: what users did and which products they hold. */
  userReport: {
    saysDay: true,
    namesUsers: true,
    tellsHoldings: true,
    namesCustomers: false,
    mayNameCustomers: false,
    needsSeller: false,
    needsOperator: false,
    isRecorded: false,
    mapsColumns: false,
    largestBytes: LARGEST_LIST_BYTES,
  },
  /** A CSV file with a row per user of a customer: what users did, and nothing of who holds what. */
  activityReport: {
    saysDay: true,
    namesUsers: true,
    tellsHoldings: false,
    namesCustomers: false,
    mayNameCustomers: false,
    needsSeller: false,
    needsOperator: false,
    isRecorded: false,
    mapsColumns: false,
    largestBytes: LARGEST_LIST_BYTES,
  },
  /** A CSV or TSV file of many customers: how many seats were assigned and active in each month, without users. */
  reportedUsage: {
    saysDay: true,
    namesUsers: false,
    tellsHoldings: false,
    namesCustomers: true,
    mayNameCustomers: false,
    needsSeller: false,
    needsOperator: false,
    isRecorded: false,
    mapsColumns: false,
    largestBytes: LARGEST_USAGE_BYTES,
  },
  /** A CSV file with a row per subscription that one partner sold, to one customer or to several. */
  soldFile: {
    saysDay: false,
    namesUsers: false,
    tellsHoldings: false,
    namesCustomers: false,
    mayNameCustomers: true,
    needsSeller: true,
    needsOperator: false,
    isRecorded: false,
    mapsColumns: false,
    largestBytes: LARGEST_DOCUMENT_BYTES,
  },
  /** A CSV file with a row per customer: what it is called, and whose portfolio holds it. */
  customerFile: {
    saysDay: true,
    namesUsers: false,
    tellsHoldings: false,
    namesCustomers: true,
    mayNameCustomers: false,
    needsSeller: false,
    needsOperator: true,
    isRecorded: true,
    mapsColumns: false,
    largestBytes: LARGEST_DOCUMENT_BYTES,
  },
  /** A CSV file of one customer with a row per other id of a user. */
  identityFile: {
    saysDay: true,
    namesUsers: false,
    tellsHoldings: false,
    namesCustomers: false,
    mayNameCustomers: false,
    needsSeller: false,
    needsOperator: false,
    isRecorded: true,
    mapsColumns: false,
    largestBytes: LARGEST_DOCUMENT_BYTES,
  },
  /** A JSON document that lists all seats of a customer. */
  seatTotals: {
    saysDay: false,
    namesUsers: false,
    tellsHoldings: false,
    namesCustomers: false,
    mayNameCustomers: false,
    needsSeller: false,
    needsOperator: false,
    isRecorded: false,
    mapsColumns: false,
    largestBytes: LARGEST_DOCUMENT_BYTES,
  },
  /** A JSON document that lists what one partner sold to a customer. */
  sellerList: {
    saysDay: false,
    namesUsers: false,
    tellsHoldings: false,
    namesCustomers: false,
    mayNameCustomers: false,
    needsSeller: true,
    needsOperator: false,
    isRecorded: false,
    mapsColumns: false,
    largestBytes: LARGEST_DOCUMENT_BYTES,
  },
  /** A JSON document that lists all users of a customer with the products they hold. */
  userList: {
    saysDay: false,
    namesUsers: true,
    tellsHoldings: true,
    namesCustomers: false,
    mayNameCustomers: false,
    needsSeller: false,
    needsOperator: false,
    isRecorded: false,
    mapsColumns: false,
    largestBytes: LARGEST_LIST_BYTES,
  },
  /** A CSV file, JSON document or JSON lines of one customer: a row per user, or per user and day, of any product. */
  seatFile: {
    saysDay: false,
    namesUsers: true,
    tellsHoldings: true,
    namesCustomers: false,
    mayNameCustomers: false,
    needsSeller: false,
    needsOperator: false,
    isRecorded: false,
    mapsColumns: true,
    largestBytes: LARGEST_SEAT_FILE_BYTES,
  },
};

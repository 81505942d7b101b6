/*
 * How large files, and what they hold, may be. Each limit is far above what any source writes, and low enough for a file of
 * nothing but that to be refused within one step and in the memory of the function that imports. How large a file itself may be is a trait of its
 * form, in `forms.ts`.
 */

/** A line of a CSV file, in bytes of UTF-8; a row of a report has about 200. */
export const LONGEST_LINE_BYTES = 65_536;

/** A row of a CSV file, in characters, where quoted cells hold line breaks. */
export const LONGEST_ROW = 65_536;

/** Columns of a CSV file, and the bytes that their names take together: they are stored with the import. */
export const MOST_COLUMNS = 1000;
export const LONGEST_HEADER_BYTES = 16_384;

/** Nesting of a JSON document; answers of Microsoft have 5 levels. */
export const MOST_LEVELS = 64;

/** An item of a JSON list, in bytes: a user has about 1,500, a page of 999 users 1.4 million. */
export const LONGEST_ITEM_BYTES = 4_000_000;

/** What stands around the list of a JSON document, in bytes. */
export const LONGEST_ENVELOPE_BYTES = 4_000_000;

/** Users of one list: what each holds is in memory while it is applied, about 250 bytes each. */
export const MOST_USERS = 1_500_000;

/** Products, assignments and service plans that one user is told to have; of each, people have some dozens. */
export const MOST_PRODUCTS_OF_USER = 1000;

/** Items of a document that is held whole: products of a tenant, or subscriptions of a customer, of which 1,000 have room. */
export const MOST_ITEMS = 50_000;

/** Rows of a report on the seats of many customers: their sums are in memory, about 500 bytes each. */
export const MOST_USAGE_ROWS = 1_000_000;

/** Rows of a list of what a partner sold to several customers, and of a list of customers: they are in memory. */
export const MOST_SOLD_ROWS = 200_000;
export const MOST_CUSTOMER_ROWS = 20_000;

/** Different names in one file that are no product of the catalogue. */
export const MOST_UNKNOWN_NAMES = 10_000;

/** From so many errors on a file of which most rows are errors is not read to its end. */
export const ERRORS_TO_GIVE_UP = 100_000;

import type { CsvForm, JsonForm, MappedForm } from './forms.ts';

/** How a CSV file is recognised: by its header. Of several files whose signs a header shows, it is the one with most. */
export interface HeaderSigns {
  /** What its owner calls it: a function of Graph's reports, or a report of Partner Center. */
  readonly file: string;
  /** Columns that it has. */
  readonly columns: readonly string[];
  /** The same columns as other pages of its owner call them, as many of them. */
  readonly orColumns?: readonly string[];
  /** A column that it has not, where that tells it from another file. */
  readonly without?: string;
}

/** How a JSON answer is fetched, and recognised: by its items. No item has the signs of two kinds. */
export interface ItemSigns {
  /** The call whose answer the file is. */
  readonly call: string;
  /** The property that holds the items. */
  readonly list: 'value' | 'items';
  /** Sets of properties: an item that has all of one set is of this kind. */
  readonly properties: readonly (readonly string[])[];
}

interface NamedKind {
  /** What requests call it, and stored imports too. */
  readonly kind: string;
  /** What pages call it, and a line of what it is and where it comes from. */
  readonly name: string;
  readonly note: string;
}

/** A kind of CSV file. */
export interface CsvKind extends NamedKind {
  readonly form: CsvForm;
  readonly signs: HeaderSigns;
}

/**
 * One of Microsoft Graph's reports on the users of a single workload, read by what its kind says. All have a row per user, with the last day on which
 * the workload was used, so that this is all that there is to say of how one is read.
 */
export interface ActivityReportKind extends CsvKind {
  readonly form: 'activityReport';
  readonly workload: string;
  /**
   * The column that tells whether the account was deleted: by True or False, or by this word where there is one. Older
   * forms of a report may lack it.
   */
  readonly deleted: { readonly column: string; readonly word?: string };
}

/** A kind of JSON document. */
export interface JsonKind extends NamedKind {
  readonly form: JsonForm;
  readonly signs: ItemSigns;
}

/** A kind of file of which the request says what its columns mean: of no fixed signs. */
interface MappedKind extends NamedKind {
  readonly form: MappedForm;
}

/** A kind of file that can be handed in, without what reads it. */
export type ImportKind = CsvKind | ActivityReportKind | JsonKind | MappedKind;

/** One customer, as a row of a list of customers tells of it. What the list has no column for is `undefined`. */
export interface CustomerRow {
  readonly id: string;
  readonly name: string;
  /** In lower case; `null` where the cell is empty, and the customer has none. */
  readonly domain: string | null | undefined;
  /** The id of its Entra tenant, in lower case; `null` where the cell is empty. */
  readonly tenantId: string | null | undefined;
  /** The partners whose portfolio holds it. */
  readonly partners: readonly string[] | undefined;
}

/** Reads the rows of a list whose header it has seen; one that no line break ends may be cut off. Throws FieldProblem. */
type ReadCustomerRow = (fields: readonly string[], terminated?: boolean) => CustomerRow;

/** Makes a reader of the header's columns; throws FileRefused `wrong_file` when it is another file's header. */
export type OpenCustomers = (columns: readonly string[]) => ReadCustomerRow;

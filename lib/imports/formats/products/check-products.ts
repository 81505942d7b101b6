import { cutShort } from '../check-report.ts';
import type { CsvRecord } from '../csv-records.ts';
import { addWarning, type Findings } from '../findings.ts';
import { type LicensedRow, type NamedReader, namesNoProduct } from '../report-row.ts';
import type { ProductChoice } from './product-choice.ts';

/** What the rows of a report on all users' products are read with. */
export interface RowReaders {
  readonly reader: NamedReader<LicensedRow>;
  readonly readProducts: (text: string) => ProductChoice;
}

/**
 * Checks the products of a good row and warns in `found`, in place, of those that are not told apart. Throws FileRefused
 * when the file ends inside one's name.
 */
export const checkProducts = (
  record: CsvRecord,
  row: Pick<LicensedRow, 'products' | 'userId' | 'licensed' | 'deleted'>,
  { readProducts }: Pick<RowReaders, 'readProducts'>,
  found: Findings,
): void => {
  const products = readProducts(row.products);
  if (record.last && !record.terminated && products.endsUnknown) throw cutShort(record.line);
  if (row.userId === undefined) return;
  warnOfProducts(products, found);
  if (namesNoProduct(row))
    addWarning(
      found,
      'products_not_named',
      'Users hold a licence by their row, and it names no product: what they hold is left as it was.',
    );
};

const warnOfProducts = ({ unknownNames, ambiguousNames }: ProductChoice, found: Findings): void => {
  for (const name of unknownNames)
    addWarning(found, 'unknown_product', `"${name}" is not in the catalogue: who holds it is left out.`);
  for (const name of ambiguousNames)
    addWarning(
      found,
      'ambiguous_product',
      `"${name}" is the name of several products, and the seats of this customer do not tell which: who holds it is left as it was. Import the customer's seats first.`,
    );
};

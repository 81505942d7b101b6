import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { findProduct, type Product } from '../../../lib/catalogue/product.ts';
import type { CustomerProfile } from './profile.ts';

const known = new Map<string, Product>();

/** The product of a part number. Throws when the bundled catalogue has none, or several. */
export const productOf = (partNumber: string): Product => {
  const product = known.get(partNumber) ?? findProduct(bundledCatalogue, partNumber);
  if (!product) throw new Error(`The bundled catalogue has no single product "${partNumber}". Name another one.`);
  known.set(partNumber, product);
  return product;
};

/** No report tells what people do in these. */
const WITHOUT_SOURCE: ReadonlySet<string> = new Set(['intune']);

/** The raw workloads of a product of which some source tells: OneDrive comes with SharePoint. */
export const reportedWorkloads = ({ workloads }: Product): string[] => [
  ...workloads.filter((workload) => !WITHOUT_SOURCE.has(workload)),
  ...(workloads.includes('sharepoint') ? ['onedrive'] : []),
];

/** The raw workloads that a customer's sources cover, sorted; none when it has no source of activity. */
export const coveredWorkloads = ({ seats, source, unlicensed = 0 }: CustomerProfile): string[] => {
  if (source === 'none') return [];
  const contained = seats.flatMap(({ partNumber }) => reportedWorkloads(productOf(partNumber)));
  return [...new Set([...contained, ...(unlicensed > 0 ? ['yammer'] : [])])].sort();
};

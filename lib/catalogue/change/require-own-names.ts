import { Problem } from '../../problem/problem.ts';
import { type CatalogueEntries, catalogueOf } from '../entries.ts';
import { foldName } from '../names/fold-name.ts';
import { productNames } from '../names/product-names.ts';

/**
 * Throws a problem when an alias of the product is what another one is called already, or its name is an alias of another:
 * a file would then name either. Two products may have one name, as Microsoft's list has it.
 */
export const requireOwnNames = (entries: CatalogueEntries, sku: string): void => {
  const { products } = catalogueOf(entries);
  const product = products.get(sku);
  if (!product) return;
  const others = { products: new Map([...products].filter(([other]) => other !== sku)) };
  const { exact } = productNames(others);
  for (const alias of product.aliases ?? []) {
    const [taken] = exact.get(foldName(alias)) ?? [];
    if (taken !== undefined) throw nameTaken(alias, taken, products.get(taken)?.name);
  }
  for (const { sku: other, name, aliases = [] } of others.products.values())
    if (aliases.some((alias) => foldName(alias) === foldName(product.name))) throw nameTaken(product.name, other, name);
};

const nameTaken = (text: string, sku: string, name = sku): Problem =>
  new Problem(
    409,
    'name_taken',
    `"${text}" already names the product "${sku}" (${name}). Leave it out, or change that one first by PUT /v1/products/${sku}. Nothing was stored.`,
  );

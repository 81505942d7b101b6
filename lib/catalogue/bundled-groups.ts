import { OTHER_VENDORS_PRODUCTS } from './other-vendors.ts';
import type { ProductGroup } from './product.ts';

/** Microsoft's products with an assistant: Microsoft 365 Copilot, and Microsoft 365 E7, which contains it. */
const MICROSOFTS = ['639dec6b-bb19-468b-871c-c5c441c4b0cb', '9a18296a-025f-4e37-9ffa-30bf8d1ce775'];

/** Groups of products that this release knows by itself; the operator may replace each, or take it away. */
export const BUNDLED_GROUPS: readonly ProductGroup[] = [
  {
    id: 'ai',
    name: 'AI assistants of all vendors',
    products: [...MICROSOFTS, ...OTHER_VENDORS_PRODUCTS.flatMap(({ sku, family }) => (family === 'ai' ? [sku] : []))],
  },
];

import type { ProductGroup } from './product.ts';

/** Groups of products that this release knows by itself; the operator may replace each, or take it away. */
export const BUNDLED_GROUPS: readonly ProductGroup[] = [
  {
    id: 'ai',
    name: 'AI assistants',
    products: [
      '639dec6b-bb19-468b-871c-c5c441c4b0cb', // Microsoft 365 Copilot
      '9a18296a-025f-4e37-9ffa-30bf8d1ce775', // Microsoft 365 E7, which contains it
    ],
  },
];

/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  getProducts: 'GET /v1/products',
  putProduct: 'PUT /v1/products/{sku}',
  putGroup: 'PUT /v1/product-groups/{id}',
  putWorkload: 'PUT /v1/workloads/{id}',
} as const;

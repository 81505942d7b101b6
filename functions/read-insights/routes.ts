/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  getInsights: 'GET /v1/customers/{id}/insights',
  getHistory: 'GET /v1/customers/{id}/insights/history',
  getComparison: 'GET /v1/customers/{id}/insights/compare',
  getPortfolio: 'GET /v1/portfolio',
} as const;

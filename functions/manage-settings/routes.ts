/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  getSettings: 'GET /v1/settings',
  putSettings: 'PUT /v1/settings',
} as const;

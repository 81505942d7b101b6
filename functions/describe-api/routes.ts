/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  getDescription: 'GET /v1/openapi.json',
} as const;

/** Whatever no route of any function takes. */
export const CATCH_ALL = '$default';

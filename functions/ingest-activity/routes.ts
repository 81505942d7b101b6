/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  postActivity: 'POST /v1/activity',
} as const;

/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  postRecalculation: 'POST /v1/recalculations',
} as const;

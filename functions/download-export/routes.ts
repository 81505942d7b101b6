/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  getDownload: 'GET /d/{token}',
  headDownload: 'HEAD /d/{token}',
} as const;

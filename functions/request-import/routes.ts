/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  postImport: 'POST /v1/imports',
  getImport: 'GET /v1/imports/{id}',
  undoImport: 'POST /v1/imports/{id}/undo',
} as const;

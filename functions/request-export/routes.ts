/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  postExport: 'POST /v1/exports',
  getExports: 'GET /v1/exports',
  mailExport: 'POST /v1/exports/{id}/mails',
  getExport: 'GET /v1/exports/{id}',
} as const;

/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  getAudit: 'GET /v1/audit',
  getPartners: 'GET /v1/partners',
  getAccess: 'GET /v1/access',
} as const;

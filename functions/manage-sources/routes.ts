/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  getSources: 'GET /v1/sources',
  getPartnerSources: 'GET /v1/partners/{id}/sources',
  getPartnerSource: 'GET /v1/partners/{id}/sources/{name}',
  putPartnerSource: 'PUT /v1/partners/{id}/sources/{name}',
  deletePartnerSource: 'DELETE /v1/partners/{id}/sources/{name}',
  collectPartnerSource: 'POST /v1/partners/{id}/sources/{name}/collections',
  getProposedCustomers: 'GET /v1/partners/{id}/proposed-customers',
  takeProposedCustomer: 'POST /v1/partners/{id}/proposed-customers/{tenantId}',
  getCustomerSources: 'GET /v1/customers/{id}/sources',
  getCustomerSource: 'GET /v1/customers/{id}/sources/{name}',
  putCustomerSource: 'PUT /v1/customers/{id}/sources/{name}',
  deleteCustomerSource: 'DELETE /v1/customers/{id}/sources/{name}',
  collectCustomerSource: 'POST /v1/customers/{id}/sources/{name}/collections',
  takeHeldFile: 'POST /v1/customers/{id}/sources/{name}/held-files/{importId}',
} as const;

/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  getCustomers: 'GET /v1/customers',
  getCustomer: 'GET /v1/customers/{id}',
  putSubscriptions: 'PUT /v1/customers/{id}/subscriptions',
  getSubscriptions: 'GET /v1/customers/{id}/subscriptions',
  postAssignments: 'POST /v1/customers/{id}/assignments',
  putSupportCases: 'PUT /v1/customers/{id}/support-cases',
  getSupportCases: 'GET /v1/customers/{id}/support-cases',
  getIdentities: 'GET /v1/customers/{id}/identities',
  postIdentities: 'POST /v1/customers/{id}/identities',
  deleteIdentity: 'DELETE /v1/customers/{id}/identities/{alias}',
} as const;

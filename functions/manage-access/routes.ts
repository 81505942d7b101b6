/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  putPartner: 'PUT /v1/partners/{id}',
  deletePartner: 'DELETE /v1/partners/{id}',
  putAccess: 'PUT /v1/access/{subject}',
  deleteAccess: 'DELETE /v1/access/{subject}',
  putCustomer: 'PUT /v1/customers/{id}',
} as const;

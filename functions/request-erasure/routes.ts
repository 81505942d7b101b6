/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  deleteUser: 'DELETE /v1/customers/{id}/users/{userId}',
  deleteCustomer: 'DELETE /v1/customers/{id}',
  getErasure: 'GET /v1/erasures/{id}',
  replayErasures: 'POST /v1/erasures/replay',
} as const;

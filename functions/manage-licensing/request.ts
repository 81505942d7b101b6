import * as z from 'zod';
import { listedCustomer } from '../../lib/customers/listed-customer.ts';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { nextCursor, ONE_PAGE, pageQuery } from '../../lib/http/paging.ts';
import { entityId } from '../../lib/values/entity-id.ts';
import { deleteIdentity, getIdentities, postIdentities } from './identity-requests.ts';
import { ROUTES } from './routes.ts';
import { getSubscriptions, postAssignments, putSubscriptions } from './seat-requests.ts';
import { getSupportCases, putSupportCases } from './support-requests.ts';

const getCustomers = operation({
  route: ROUTES.getCustomers,
  summary: 'List the customers of a portfolio',
  description: 'A partner sees its customers by id; an operator sees all, in an order that stays the same.',
  scopes: ['insights:read', 'licensing:write'],
  query: pageQuery(),
  responses: {
    200: {
      description: ONE_PAGE,
      schema: z.object({ customers: z.array(listedCustomer), cursor: nextCursor }).meta({ id: 'CustomerPage' }),
    },
  },
});

const getCustomer = operation({
  route: ROUTES.getCustomer,
  summary: 'See a customer',
  description: 'What `PUT /v1/customers/{id}` stored; an operator who acts for all is shown its partners too.',
  scopes: ['insights:read', 'licensing:write'],
  path: z.object({ id: entityId }),
  responses: {
    200: { description: 'The customer.', schema: listedCustomer },
    404: { description: 'There is no such customer in the portfolio.' },
  },
});

export const operations = {
  getCustomers,
  getCustomer,
  putSubscriptions,
  getSubscriptions,
  postAssignments,
  putSupportCases,
  getSupportCases,
  getIdentities,
  postIdentities,
  deleteIdentity,
} satisfies OperationsOf<typeof ROUTES>;

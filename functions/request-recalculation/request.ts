import * as z from 'zod';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { dayText } from '../../lib/time/day.ts';
import { entityId } from '../../lib/values/entity-id.ts';
import { ROUTES } from './routes.ts';

const postRecalculation = operation({
  route: ROUTES.postRecalculation,
  summary: 'Recalculate now instead of waiting for the daily run',
  description: 'One customer, or all customers of the portfolio. The portfolio is published anew afterwards.',
  scopes: ['activity:write', 'licensing:write'],
  body: z.object({ customerId: entityId.optional() }).strict().meta({ id: 'RecalculationRequest' }),
  responses: {
    202: {
      description: 'The run has been queued.',
      schema: z
        .object({ status: z.literal('queued'), asOf: dayText, requestedAt: z.iso.datetime() })
        .meta({ id: 'RecalculationQueued' }),
    },
    404: { description: 'There is no such customer in the portfolio.' },
    429: { description: 'The partner’s limit is reached, or too many requests; Retry-After says when there is room' },
  },
});

export const operations = { postRecalculation } satisfies OperationsOf<typeof ROUTES>;

import * as z from 'zod';
import { requestRun } from '../../../lib/portfolio/request-run.ts';
import { entityId } from '../../../lib/values/entity-id.ts';
import { ROUTES } from '../routes.ts';
import { definePage } from '../site/define-page.ts';
import { runStores } from '../site/stores.ts';

/** Has figures computed now, and leads back to where that was asked for. */
export const recalculate = definePage(ROUTES.recalculate, {
  scopes: ['activity:write', 'licensing:write'],
  form: z.object({
    customerId: entityId.optional(),
    back: z.string().regex(/^\/(?:sources|imports\/[\w-]+)$/u),
  }),
  answer: async ({ form: { customerId, back }, visitor, now }) => {
    await requestRun(runStores, visitor.caller, customerId, now);
    return { seeOther: back === '/sources' ? `${back}?done=computing` : back };
  },
});

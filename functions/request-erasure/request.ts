import * as z from 'zod';
import { erasureView } from '../../lib/erasure/job/erasure-view.ts';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { RECEIPT_DAYS } from '../../lib/jobs/retention.ts';
import { entityId } from '../../lib/values/entity-id.ts';
import { userId } from '../../lib/values/user-id.ts';
import { ROUTES } from './routes.ts';

const GOES_ON =
  'It goes on after the answer, twice: once at once, and again after 65 minutes, for what was on its way then. Asked again while it is under way, it answers the same erasure.';

const deleteUser = operation({
  route: ROUTES.deleteUser,
  summary: 'Erase a user of a customer',
  description: `Removes all that is stored of the user, in any spelling of the id, by the pseudonym too where the stage stores pseudonyms, and by every other id of the same person that is mapped by \`/v1/customers/{id}/identities\`: activity, assignments, those other ids, what imports keep for an undo, and files that were handed in before and may name the user. Imports of the customer that are not finished are ended. Figures are then counted without the user; those of days gone by stay, as they name nobody. What is told of the user afterwards is stored again. The caller needs both \`activity:write\` and \`licensing:write\`. ${GOES_ON}`,
  scopes: ['activity:write', 'licensing:write'],
  path: z.object({ id: entityId, userId }),
  responses: {
    202: { description: 'The erasure. Whether there is such a user is not told.', schema: erasureView },
    404: { description: 'There is no such customer in the portfolio.' },
  },
});

const deleteCustomer = operation({
  route: ROUTES.deleteCustomer,
  summary: 'Erase a customer',
  description: `Removes all that is stored of the customer, its users, imports and figures, and the exports and generations of portfolios that hold it, which are published anew. From the beginning on nobody sees it any more, and nothing of it is taken; when the erasure has ended, its id may be used again. ${GOES_ON}`,
  scopes: ['operator'],
  path: z.object({ id: entityId }),
  responses: {
    202: { description: 'The erasure.', schema: erasureView },
    404: { description: 'There is no such customer.' },
  },
});

const getErasure = operation({
  route: ROUTES.getErasure,
  summary: 'See how an erasure stands',
  description: `Of one that is done, it is the receipt, which is kept for ${RECEIPT_DAYS} days.`,
  scopes: ['activity:write', 'licensing:write'],
  path: z.object({ id: z.string() }),
  responses: { 200: { description: 'The erasure.', schema: erasureView } },
});

const replayErasures = operation({
  route: ROUTES.replayErasures,
  summary: 'Apply erasures again after a restore',
  description:
    'Tables that were restored to an earlier moment hold again what was erased since. All erasures that were done after that moment are done again. Call it before anything else writes to the restored tables; what was stored of the same people or customers after their erasure goes, too.',
  scopes: ['operator'],
  body: z
    .strictObject({
      restoredTo: z.iso.datetime().meta({ description: 'The moment that the tables were restored to.' }),
    })
    .meta({ id: 'ErasureReplay' }),
  responses: {
    202: {
      description: 'How many erasures are done again.',
      schema: z.object({ erasures: z.int().min(0) }).meta({ id: 'ErasuresReplayed' }),
    },
  },
});

export const operations = { deleteUser, deleteCustomer, getErasure, replayErasures } satisfies OperationsOf<
  typeof ROUTES
>;

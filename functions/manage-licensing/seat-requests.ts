import * as z from 'zod';
import { operation } from '../../lib/http/operation.ts';
import { assignmentChange, assignmentRejection, MOST_CHANGES } from '../../lib/licensing/assignment-change.ts';
import { offeredSubscription } from '../../lib/licensing/offered-subscription.ts';
import { subscriptionsView } from '../../lib/licensing/seller-lists.ts';
import { MOST_SUBSCRIPTIONS } from '../../lib/licensing/subscription.ts';
import { entityId } from '../../lib/values/entity-id.ts';
import { cutAfter, leniently } from '../../lib/values/leniently.ts';
import { ROUTES } from './routes.ts';

const path = z.object({ id: entityId });

export const putSubscriptions = operation({
  route: ROUTES.putSubscriptions,
  summary: 'Replace the list of subscriptions',
  description: `A partner replaces its own list, and an operator those of all sellers. The list is the truth of today (UTC): what it does not name has ended. A customer has at most ${MOST_SUBSCRIPTIONS.toLocaleString('en')} subscriptions of all sellers together. One bad line, and nothing is stored.`,
  scopes: ['licensing:write'],
  path,
  body: z
    .object({ subscriptions: cutAfter(MOST_SUBSCRIPTIONS, z.array(offeredSubscription)) })
    .meta({ id: 'OfferedSubscriptions' }),
  responses: { 200: { description: 'What the caller sees now.', schema: subscriptionsView } },
});

export const getSubscriptions = operation({
  route: ROUTES.getSubscriptions,
  summary: 'Read the subscriptions that the caller sold',
  description: "An operator who acts for all reads every seller's; nobody else reads another's.",
  scopes: ['insights:read', 'licensing:write'],
  path,
  responses: { 200: { description: 'The list.', schema: subscriptionsView } },
});

export const postAssignments = operation({
  route: ROUTES.postAssignments,
  summary: 'Store who was given a product or lost it',
  description: `Takes up to ${MOST_CHANGES.toLocaleString('en')} changes. Each is judged by itself: good ones are stored, bad ones are named. Sending a change twice, or in another order, makes no difference. The body may be compressed with gzip.`,
  scopes: ['licensing:write'],
  path,
  body: z
    .object({
      changes: cutAfter(
        MOST_CHANGES,
        z.array(leniently(assignmentChange)).meta({ override: { maxItems: MOST_CHANGES } }),
      ),
    })
    .meta({ id: 'AssignmentChanges' }),
  judgedByEntry: ['changes'],
  responses: {
    200: {
      description: 'What was stored, and what was not and why.',
      schema: z
        .object({
          accepted: z
            .int()
            .min(0)
            .meta({ description: 'How many changes are stored, those that already were included.' }),
          rejected: z.array(assignmentRejection),
        })
        .meta({ id: 'AssignmentResult' }),
    },
    503: { description: 'Nothing could be stored just now; send it again after the seconds in Retry-After.' },
  },
});

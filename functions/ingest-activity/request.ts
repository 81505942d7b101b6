import * as z from 'zod';
import {
  activityCoverage,
  activityEvent,
  activityRejection,
  MOST_COVERAGE_ENTRIES,
  MOST_EVENTS,
} from '../../lib/activity/activity-event.ts';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { cutAfter, leniently } from '../../lib/values/leniently.ts';
import { ROUTES } from './routes.ts';

const activityBatch = z
  .object({
    events: cutAfter(MOST_EVENTS, z.array(leniently(activityEvent)).meta({ override: { maxItems: MOST_EVENTS } })),
    coverage: cutAfter(MOST_COVERAGE_ENTRIES, z.array(leniently(activityCoverage)).max(MOST_COVERAGE_ENTRIES))
      .optional()
      .meta({ description: 'How far the feed is complete, which zero activity alone cannot tell from missing data.' }),
  })
  .meta({ id: 'ActivityBatch' });

const activityResult = z
  .object({
    accepted: z.int().min(0).meta({ description: 'How many events are stored, those that already were included.' }),
    rejected: z.array(activityRejection),
    rejectedCoverage: z
      .array(activityRejection)
      .optional()
      .meta({ description: 'By index in `coverage`; there when the request had a `coverage`.' }),
  })
  .meta({ id: 'ActivityResult' });

const postActivity = operation({
  route: ROUTES.postActivity,
  summary: 'Store who used what, and when',
  description: `Takes up to ${MOST_EVENTS.toLocaleString('en')} events. Each is judged by itself: good ones are stored, bad ones are named. Sending an event twice changes nothing. The body may be compressed with gzip.`,
  scopes: ['activity:write'],
  body: activityBatch,
  judgedByEntry: ['events', 'coverage'],
  responses: {
    200: { description: 'What was stored, and what was not and why', schema: activityResult },
    503: { description: 'Nothing could be stored just now; send it again after the seconds in Retry-After' },
  },
});

export const operations = { postActivity } satisfies OperationsOf<typeof ROUTES>;

import * as z from 'zod';
import { importKindName } from '../../imports/formats/kinds/kinds.ts';
import { dayText } from '../../time/day.ts';
import { entityId } from '../../values/entity-id.ts';
import { SOURCE_KIND_NAMES } from '../kinds/kinds.ts';
import { newCustomers } from '../kinds/source-bodies.ts';
import { sourceName } from '../store/source.ts';
import { SOURCE_STATES } from './source-states.ts';

const sourceState = z.enum(SOURCE_STATES).meta({ id: 'SourceState' });

/** One thing of which nothing could be taken. */
const standingProblem = z
  .object({
    item: z.string().meta({ description: 'What was to be collected.' }),
    kind: importKindName,
    day: dayText.optional(),
    state: sourceState,
    remedy: z.string(),
    importId: z.string().optional().meta({ description: 'The import that refused the file, where one was collected.' }),
    counts: z.record(z.string(), z.int().min(0)).optional().meta({
      description:
        'Before and after, of a file that was held: `storedHolders` and `namedHolders`, `storedHoldings` and `keptHoldings`, or `storedSeats` and `keptSeats`.',
    }),
    canTake: z.boolean().meta({ description: 'Whether the file is held and can be taken all the same.' }),
  })
  .meta({ id: 'SourceProblem' });
export type StandingProblem = z.output<typeof standingProblem>;

/** How a customer's source stands. */
const sourceStanding = z
  .object({
    state: sourceState,
    remedy: z.string().meta({ description: 'What the state means and what is to be done.' }),
    consentLink: z
      .url()
      .optional()
      .meta({ description: 'To be sent to an admin of the customer, who consents there.' }),
    lastCollectedAt: z.iso.datetime().optional(),
    dataThrough: dayText.optional().meta({ description: 'Through which day the activity of the customer is known.' }),
    stale: z.boolean().meta({ description: 'Whether that is longer ago than the operator lets sources lag behind.' }),
    nextCollectionAt: z.iso.datetime(),
    problems: z.array(standingProblem),
  })
  .meta({ id: 'SourceStanding' });
export type SourceStanding = z.output<typeof sourceStanding>;

const common = {
  name: sourceName,
  kind: z.enum(SOURCE_KIND_NAMES),
  hour: z.int().min(0).max(23),
  credentialsSetAt: z.iso
    .datetime()
    .optional()
    .meta({ description: 'When credentials were given; they are never shown.' }),
  putAt: z.iso.datetime(),
};

const settings = z.record(z.string(), z.unknown()).meta({ description: 'As they were put, by the kind.' });

/** The newest look at which customers a partner has. */
const shownDiscovery = z
  .object({
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().optional(),
    found: z.int().min(0).meta({ description: 'How many customers the service named.' }),
    state: sourceState,
    remedy: z.string(),
  })
  .meta({ id: 'SourceDiscovery' });

export const shownPartnerSource = z
  .object({
    ...common,
    partnerId: z.string(),
    newCustomers,
    settings,
    customers: shownDiscovery.optional().meta({ description: 'The newest look at which customers there are.' }),
  })
  .meta({ id: 'ShownPartnerSource' });
export type ShownPartnerSource = z.output<typeof shownPartnerSource>;

export const shownCustomerSource = z
  .object({
    ...common,
    customerId: entityId,
    partnerId: z.string().optional().meta({ description: 'Whose source it is; absent of one of the operator.' }),
    uses: z.enum(['partner', 'own']),
    tenantId: z.string(),
    settings: settings.optional(),
    ...sourceStanding.shape,
  })
  .meta({ id: 'ShownCustomerSource' });
export type ShownCustomerSource = z.output<typeof shownCustomerSource>;

import * as z from 'zod';
import { entityId } from '../../values/entity-id.ts';
import { SOURCE_KIND_NAMES } from '../kinds/kinds.ts';
import { newCustomers } from '../kinds/source-bodies.ts';

/** What a source is called: within a portfolio, and within a customer. */
export const sourceName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/u, 'a name reads like "microsoft" or "graph-eu"');

const common = z.object({
  name: sourceName,
  /** Who put it, and as whom files are imported: a partner's id, or `OPERATOR_PORTFOLIO`. */
  portfolio: z.string(),
  kind: z.enum(SOURCE_KIND_NAMES),
  /** UTC; that of the stage when left out. */
  hour: z.int().min(0).max(23).optional(),
  /** When it was last put (ISO instant). */
  putAt: z.iso.datetime(),
  /** Which credentials were given, and when; none where none were. */
  credentials: z.object({ id: z.string(), setAt: z.iso.datetime() }).optional(),
});

/** As its kind has them. */
const settings = z.record(z.string(), z.unknown());

/** How a partner lets a service be asked for its customers. */
export const partnerSource = common.extend({ settings, newCustomers });
export type PartnerSource = z.output<typeof partnerSource>;

/** From where a customer's data is collected. */
export const customerSource = common.extend({
  customerId: entityId,
  tenantId: z.string(),
  /** Absent where the partner's source of the same name says how. */
  settings: settings.optional(),
  /** What the service last said of the customer, as it was stored of it: who changed it since did so by hand. */
  told: z.object({ name: z.string(), domain: z.string().optional() }).optional(),
});
export type CustomerSource = z.output<typeof customerSource>;

/** Which source of a customer is meant. */
export type CustomerPlace = Pick<CustomerSource, 'customerId' | 'portfolio' | 'name'>;
/** Which source of a partner is meant. */
export type PartnerPlace = Pick<PartnerSource, 'portfolio' | 'name'>;
export type SourcePlace = CustomerPlace | PartnerPlace;

/** By what a source is found among others: in a list, in a map of credentials. Ids hold no `#`. */
export const keyOfSource = (place: SourcePlace): string =>
  'customerId' in place ? `customer#${place.customerId}#${place.name}` : `partner#${place.name}`;

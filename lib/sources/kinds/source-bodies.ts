import * as z from 'zod';
import { microsoft } from '../microsoft/kind.ts';

/** UTC. */
const hour = z.int().min(0).max(23).optional().meta({
  description: 'At which hour (UTC) it is collected, every day; that of the stage when left out.',
});

/** Ids of tenants are compared in lower case. */
const tenantId = z
  .guid('the id of a tenant reads like "f97aeefc-af85-414d-8ae4-b457f90efc40"')
  .transform((id) => id.toLowerCase())
  .meta({ description: "The customer's tenant at the service." });

export const newCustomers = z.enum(['proposed', 'taken']);

const credentialsOf = <Credentials extends z.ZodType>(credentials: Credentials) =>
  credentials.optional().meta({
    description: 'Kept secret and never shown again. Those that were given before stay where they are left out.',
    writeOnly: true,
  });

/** What a partner says of a source: how the service is asked for all of its customers. */
export const partnerSourceBody = z
  .discriminatedUnion('kind', [
    microsoft.settings.safeExtend({
      kind: z.literal(microsoft.name),
      hour,
      newCustomers: newCustomers.default('proposed').meta({
        description: 'Whether customers that the service knows and Seatpulse does not are created, or proposed.',
      }),
      credentials: credentialsOf(microsoft.credentials),
    }),
  ])
  .meta({ id: 'PartnerSource' });
export type PartnerSourceBody = z.output<typeof partnerSourceBody>;

/** What is said of a customer's source: by the settings and credentials of its partner's, or by its own. */
export const customerSourceBody = z
  .discriminatedUnion('uses', [
    z.strictObject({
      kind: z.literal(microsoft.name),
      uses: z.literal('partner').meta({ description: "The partner's source of the same name says how." }),
      tenantId,
      hour,
    }),
    microsoft.settings.safeExtend({
      kind: z.literal(microsoft.name),
      uses: z.literal('own').meta({ description: 'Settings and credentials of its own.' }),
      tenantId,
      hour,
      credentials: credentialsOf(microsoft.credentials),
    }),
  ])
  .meta({ id: 'CustomerSource' });
export type CustomerSourceBody = z.output<typeof customerSourceBody>;

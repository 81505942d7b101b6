import * as z from 'zod';
import { entityId } from '../values/entity-id.ts';
import { scope } from './caller.ts';

/** Whom a token speaks for. An OIDC `sub` has at most 255 ASCII characters (OpenID Connect Core 1.0, section 2). */
export const subject = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/u, 'a subject has 1 to 255 printable ASCII characters and no spaces');

/** What a subject may do, and for whom. The token itself only says who calls. */
export const accessRecord = z
  .object({
    subject,
    partnerId: entityId.optional().meta({ description: 'The partner it acts for; none for an operator.' }),
    scopes: z.array(scope).meta({ description: 'None: the access is withdrawn.' }),
  })
  .meta({ id: 'Access' });
export type AccessRecord = z.infer<typeof accessRecord>;

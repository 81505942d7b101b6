import * as z from 'zod';
import { dayText } from '../time/day.ts';
import { userId } from '../values/user-id.ts';

/** Most changes of one request: they come near the 6 MB that Lambda takes. */
export const MOST_CHANGES = 5_000;

/** A user was given a product, or lost it, on a day. */
export const assignmentChange = z
  .object({
    userId: userId.meta({ description: 'Trimmed and lower-cased.', examples: ['ada@contoso.example'] }),
    sku: z
      .string()
      .min(1)
      .max(128)
      .meta({ description: 'A product, by its id or its part number.', example: 'SPE_E3' }),
    change: z.enum(['assigned', 'unassigned']),
    on: dayText.meta({
      description: 'The UTC day from which that holds. The newest one decides; on one day, assigned does.',
    }),
  })
  .meta({ id: 'AssignmentChange' });
export type AssignmentChange = z.infer<typeof assignmentChange>;

/** A change that was not taken, by its place in the request's list. */
export const assignmentRejection = z
  .object({
    index: z.int().min(0).meta({ description: 'From 0.' }),
    code: z.enum(['invalid_change', 'in_future', 'unknown_sku', 'identity_mode_changed', 'try_again']),
    message: z.string().meta({ description: 'What is wrong with the change and what to do about it.' }),
  })
  .meta({ id: 'AssignmentRejection' });
export type AssignmentRejection = z.infer<typeof assignmentRejection>;

import * as z from 'zod';
import { type Caller, partnerOf } from '../access/caller.ts';
import { dayText } from '../time/day.ts';
import { type Customer, customer } from './customer.ts';

/** A customer as a caller is shown it. */
export const listedCustomer = customer
  .extend({
    partners: z
      .array(z.object({ id: z.string(), since: dayText }))
      .optional()
      .meta({ description: 'Shown to operators.' }),
  })
  .meta({ id: 'Customer' });
type ListedCustomer = z.infer<typeof listedCustomer>;

/** What an operator sees of a customer: all of it. */
export const showToOperator = ({ partners, ...rest }: Customer): ListedCustomer => ({
  ...rest,
  partners: Object.entries(partners).map(([id, { since }]) => ({ id, since })),
});

/** What the caller sees of a customer: only an operator who acts for all is shown who holds it. */
export const showCustomer = (caller: Caller, one: Customer): ListedCustomer => {
  if (partnerOf(caller) === undefined) return showToOperator(one);
  const { partners: _, ...rest } = one;
  return rest;
};

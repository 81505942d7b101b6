import * as z from 'zod';
import { type Caller, partnerOf } from '../access/caller.ts';
import { dayText } from '../time/day.ts';
import { type Customer, customer } from './customer.ts';

/** A customer as a caller is shown it. */
export const listedCustomer = customer
  .omit({ erasing: true })
  .extend({
    partners: z
      .array(z.object({ id: z.string(), since: dayText }))
      .optional()
      .meta({ description: 'Shown to operators.' }),
  })
  .meta({ id: 'Customer' });
type ListedCustomer = z.infer<typeof listedCustomer>;

/** What an operator sees of a customer: all of it. */
export const showToOperator = (one: Customer): ListedCustomer => ({
  ...showToPartner(one),
  partners: Object.entries(one.partners).map(([id, { since }]) => ({ id, since })),
});

const showToPartner = ({ partners: _partners, erasing: _erasing, ...rest }: Customer): ListedCustomer => rest;

/** What the caller sees of a customer: only an operator who acts for all is shown who holds it. */
export const showCustomer = (caller: Caller, one: Customer): ListedCustomer =>
  partnerOf(caller) === undefined ? showToOperator(one) : showToPartner(one);

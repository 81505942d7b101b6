import * as z from 'zod';

/** A count, `null` where it is not known. */
export const unknownable = z.int().min(0).nullable();

/** A percentage, `null` where it cannot be told. */
export const percent = z.number().min(0).nullable();

/** Over how many members of a roll-up (customers of a portfolio, products of a customer) both counts were known. */
export const counted = z.object({ members: z.int(), of: z.int() });

import type { z } from 'zod';
import type { ProductChange } from '../../lib/catalogue/change/change-entries.ts';
import { offerOf } from '../../lib/catalogue/product.ts';
import type { operations } from './request.ts';

type Entry = NonNullable<z.output<(typeof operations)['putProduct']['body'] & {}>['entry']>;

/** The change that a product's entry asks for. */
export const changeOf = (
  sku: string,
  { isTrial = false, free = false, excluded = false, ...entry }: Entry,
): ProductChange => ({ sku, ...entry, offer: offerOf({ isTrial, free, excluded }) });

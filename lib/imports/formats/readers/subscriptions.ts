import * as z from 'zod';
import { SUBSCRIPTION_STATES, subscription, TERMS } from '../../../licensing/subscription.ts';
import { formatDay } from '../../../time/day.ts';
import { subscriptions } from '../kinds/subscriptions.ts';
import { dateReader, readFlag } from '../report-fields.ts';
import type { OpenSold, SoldRow } from '../sold-row.ts';
import { cellReader } from './cell-reader.ts';

const REQUIRED = ['id', 'sku', 'quantity'] as const;

const wholeNumber = z
  .string()
  .regex(/^\d{1,12}(?:\.0+)?$/u, 'not a whole number')
  .transform(Number)
  .pipe(subscription.shape.quantity);
const state = z.enum(SUBSCRIPTION_STATES, { error: `none of ${SUBSCRIPTION_STATES.join(', ')}` });
const term = z.enum(TERMS, { error: `none of ${TERMS.join(', ')}` });
const sku = z.string().min(1, 'empty').max(200, 'longer than 200 characters');

/**
 * Makes a reader of a partner's own list: columns `id`, `sku` and `quantity`, and where they are known `state` (else
 * `active`), `is_trial`, `renews_on`, `term`, `auto_renew`, `grace_ends_on`, `state_since` and `customer`, in the words of
 * `PUT /v1/customers/{id}/subscriptions`. Case, spaces, hyphens and underscores in names of columns do not matter.
 */
export const openSubscriptions: OpenSold = (columns) => {
  const { has, cellsOf } = cellReader(columns, REQUIRED, subscriptions);
  const dayOfText = dateReader();
  return {
    namesCustomers: has('customer'),
    readRow: (fields, terminated = true): SoldRow => {
      const { text, read } = cellsOf(fields, terminated);
      const day = (column: string) => {
        const told = dayOfText(text(column), column);
        return told === undefined ? undefined : formatDay(told);
      };
      const optional = <Value>(column: string, schema: z.ZodType<Value>, upper = false): Value | undefined =>
        text(column) === '' ? undefined : read(column, schema, upper ? text(column).toUpperCase() : undefined);
      const told = {
        renewsOn: day('renews_on'),
        term: optional('term', term, true),
        autoRenew: text('auto_renew') === '' ? undefined : readFlag(text('auto_renew'), 'auto_renew'),
        graceEndsOn: day('grace_ends_on'),
        stateSince: day('state_since'),
      };
      return {
        subscription: {
          id: read('id', subscription.shape.id),
          quantity: read('quantity', wholeNumber),
          state: text('state') === '' ? 'active' : read('state', state, text('state').toLowerCase()),
          isTrial: readFlag(text('is_trial'), 'is_trial'),
          ...definedOf(told),
        },
        product: read('sku', sku),
        customer: text('customer'),
      };
    },
  };
};

/** The record without what is not told. */
const definedOf = <Told extends object>(told: Told): { [Name in keyof Told]?: Exclude<Told[Name], undefined> } =>
  // Object.fromEntries forgets which name is whose.
  Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Told]?: Exclude<Told[Name], undefined>;
  };

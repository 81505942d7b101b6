import * as z from 'zod';
import { displayName, entityId } from '../../../values/entity-id.ts';
import { isAllVisible, MUST_BE_VISIBLE } from '../../../values/hidden-characters.ts';
import type { CustomerRow, OpenCustomers } from '../customer-row.ts';
import { customers } from '../kinds/customers.ts';
import { cellReader } from './cell-reader.ts';

const REQUIRED = ['id', 'name'] as const;

/** As many partners as `PUT /v1/customers/{id}` takes. */
const MOST_PARTNERS = 50;

const domain = z.string().toLowerCase().max(253, 'longer than 253 characters').refine(isAllVisible, MUST_BE_VISIBLE);
const tenantId = z.guid('not a tenant id like 3f2504e0-4f89-41d3-9a0c-0305e82c3301').toLowerCase();

/** What separates partners in a cell; none of it can stand in an id. */
const SEPARATORS = /[\s,;|]+/u;
const partnerIds = z
  .string()
  .transform((text) => [...new Set(text.split(SEPARATORS).filter((id) => id !== ''))])
  .pipe(z.array(entityId).max(MOST_PARTNERS, `more than ${MOST_PARTNERS} partners`));

/**
 * Makes a reader of a list of customers: columns `id` and `name`, and where they are to be told `domain`, `tenant_id` and
 * `partners`, whose ids are separated by spaces, commas, semicolons or bars.
 */
export const openCustomers: OpenCustomers = (columns) => {
  const { has, cellsOf } = cellReader(columns, REQUIRED, customers);
  return (fields, terminated = true): CustomerRow => {
    const { text, read } = cellsOf(fields, terminated);
    const orNone = (column: string, schema: z.ZodType<string>): string | null | undefined => {
      if (!has(column)) return undefined;
      return text(column) === '' ? null : read(column, schema);
    };
    return {
      id: read('id', entityId),
      name: read('name', displayName),
      domain: orNone('domain', domain),
      tenantId: orNone('tenant_id', tenantId),
      partners: has('partners') ? read('partners', partnerIds) : undefined,
    };
  };
};

import * as z from 'zod';
import { may } from '../../../lib/access/caller.ts';
import { listCustomers } from '../../../lib/customers/list-customers.ts';
import { fileEncoding } from '../../../lib/imports/formats/file-encoding.ts';
import { importKindName } from '../../../lib/imports/formats/kinds/kinds.ts';
import { presetName } from '../../../lib/imports/formats/presets/presets.ts';
import { acceptImport } from '../../../lib/imports/job/accept-import.ts';
import { listKeptPresets } from '../../../lib/imports/job/keep-presets.ts';
import { listReadableImports } from '../../../lib/imports/job/require-import.ts';
import { Problem } from '../../../lib/problem/problem.ts';
import { dayOf, dayText, formatDay } from '../../../lib/time/day.ts';
import { ROUTES } from '../routes.ts';
import { definePage } from '../site/define-page.ts';
import type { Visitor } from '../site/page.ts';
import { importStores, licensing } from '../site/stores.ts';
import { shellFor } from '../site/surroundings.ts';
import { kindsFor, needsOf } from './import-kinds.ts';
import { importListPage } from './import-list-page.tsx';
import { importListTexts } from './import-list-texts.ts';
import type { ImportOrder } from './order-form.tsx';
import { NO_SEAT_FIELDS, wantedSeats } from './seat-fields.tsx';

const scopes = ['activity:write', 'licensing:write'] as const;
const IMPORTS_PER_PAGE = 25;
/** More customers than this are not listed in the form: the page would grow beyond what a phone loads at once. */
const MOST_LISTED_CUSTOMERS = 200;

type Given = Omit<ImportOrder, 'customers' | 'kinds' | 'keptPresets' | 'today'>;
/** The name of a column in the form of a file of seats. */
const column = z.string().max(200).default('');

interface WantedPage {
  readonly limit: number;
  readonly cursor?: string | undefined;
}
const NEWEST: WantedPage = { limit: IMPORTS_PER_PAGE };

/** The page with all imports. */
export const importList = definePage(ROUTES.importsList, {
  scopes,
  query: z.object({
    cursor: z.string().optional(),
    kind: importKindName.optional(),
    customer: z.string().max(64).optional(),
  }),
  answer: async ({ query: { cursor, kind, customer = '' }, visitor, now }) => {
    const [first = 'graph.office365ActiveUserDetail'] = kindsFor(visitor.caller);
    const given = {
      kind: kind ?? first,
      customerId: customer,
      day: '',
      replaceIdentityMode: false,
      encoding: 'utf-8',
      seats: NO_SEAT_FIELDS,
    } as const;
    return { document: await listPage(visitor, given, { ...NEWEST, cursor }, now) };
  },
});

/** Begins an import. */
export const orderImport = definePage(ROUTES.orderImport, {
  scopes,
  form: z.object({
    kind: importKindName,
    customerId: z.string().trim().max(64).default(''),
    day: z.literal('').or(dayText).default(''),
    replaceIdentityMode: z.string().optional(),
    encoding: fileEncoding.default('utf-8'),
    allowShrink: z.literal('true').optional(),
    allowOtherTenant: z.literal('true').optional(),
    preset: z.literal('').or(presetName).default(''),
    user: column,
    product: column,
    assignedOn: column,
    lastActiveOn: column,
    activeOn: column,
    state: column,
    preview: z.literal('true').optional(),
  }),
  answer: async ({ form, visitor, now }) => {
    const { kind, customerId, day, encoding, replaceIdentityMode, allowShrink, allowOtherTenant, ...columns } = form;
    const seats = { ...columns, preview: form.preview !== undefined };
    const given = { kind, customerId, day, encoding, replaceIdentityMode: replaceIdentityMode !== undefined, seats };
    // Fields that the kind does not need are hidden where the browser can, and so are not held against anybody.
    const needs = needsOf(form.kind);
    const wanted = {
      kind: form.kind,
      customerId: needs.customer && form.customerId !== '' ? form.customerId : undefined,
      day: needs.day && form.day !== '' ? form.day : undefined,
      replaceIdentityMode: needs.identities && given.replaceIdentityMode,
      encoding: form.encoding,
      allowShrink: allowShrink !== undefined,
      allowOtherTenant: allowOtherTenant !== undefined,
      ...(needs.columns ? wantedSeats(seats) : {}),
    };
    try {
      const { importId } = await acceptImport(importStores, visitor.caller, wanted, now);
      return { seeOther: `/imports/${importId}` };
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 403) throw error;
      const problem = importListTexts.problems[error.code] ?? error.message;
      return { status: error.status, document: await listPage(visitor, { ...given, problem }, NEWEST, now) };
    }
  },
});

const listPage = async (visitor: Visitor, given: Given, page: WantedPage, now: Date) => {
  const { caller } = visitor;
  const mayImport = scopes.every((scope) => may(caller, [scope]));
  const [shell, list, known, keptPresets] = await Promise.all([
    shellFor(visitor),
    listReadableImports(importStores, caller, page, now),
    mayImport ? listCustomers(licensing, caller, { limit: MOST_LISTED_CUSTOMERS + 1 }) : undefined,
    mayImport ? listKeptPresets(licensing, caller) : [],
  ]);
  const byName = new Intl.Collator(visitor.locale);
  const customers =
    known && known.customers.length <= MOST_LISTED_CUSTOMERS
      ? known.customers.sort((a, b) => byName.compare(a.name, b.name))
      : undefined;
  const order = mayImport
    ? { ...given, customers, kinds: kindsFor(caller), keptPresets, today: formatDay(dayOf(now)) }
    : undefined;
  return importListPage({ order, ...list, isFirstPage: page.cursor === undefined }, shell);
};

import * as z from 'zod';
import { may } from '../../lib/access/caller.ts';
import { readCustomer } from '../../lib/customers/customer-table.ts';
import { listCustomers } from '../../lib/customers/list-customers.ts';
import { definePage } from '../../lib/http/define-page.ts';
import type { Page, Visitor } from '../../lib/http/page.ts';
import { importKindName } from '../../lib/imports/formats/kinds/kinds.ts';
import { acceptImport } from '../../lib/imports/job/accept-import.ts';
import { listReadableImports, requireImport } from '../../lib/imports/job/require-import.ts';
import { createUploadForm } from '../../lib/imports/job/upload-form.ts';
import { needsOf, OFFERED_KINDS } from '../../lib/pages/import-kinds.ts';
import type { ImportOrder } from '../../lib/pages/import-order-form.tsx';
import { importPage } from '../../lib/pages/import-page.tsx';
import type { UploadForms } from '../../lib/pages/import-upload.tsx';
import { importsPage } from '../../lib/pages/imports-page.tsx';
import { importsTexts } from '../../lib/pages/imports-texts.ts';
import { Problem } from '../../lib/problem/problem.ts';
import { dayOf, dayText, formatDay } from '../../lib/time/day.ts';
import { jobs, licensing, settings, shellFor } from './surroundings.ts';

const tables = { jobs, licensing };
const scopes = ['activity:write', 'licensing:write'] as const;
const IMPORTS_PER_PAGE = 25;
/** More customers than this are not listed in the form: the page would grow beyond what a phone loads at once. */
const MOST_LISTED_CUSTOMERS = 200;

type Given = Omit<ImportOrder, 'customers' | 'today'>;
interface WantedPage {
  readonly limit: number;
  readonly cursor?: string | undefined;
}
const NEWEST: WantedPage = { limit: IMPORTS_PER_PAGE };

const importsList = definePage('GET /imports', {
  scopes,
  query: z.object({
    cursor: z.string().optional(),
    kind: importKindName.optional(),
    customer: z.string().max(64).optional(),
  }),
  answer: async ({ query: { cursor, kind, customer = '' }, visitor, now }) => {
    const [first = 'graph.office365ActiveUserDetail'] = OFFERED_KINDS;
    const given = { kind: kind ?? first, customerId: customer, day: '', replaceIdentityMode: false };
    return { document: await listPage(visitor, given, { ...NEWEST, cursor }, now) };
  },
});

const orderImport = definePage('POST /imports', {
  scopes,
  form: z.object({
    kind: importKindName,
    customerId: z.string().trim().max(64).default(''),
    day: z.literal('').or(dayText).default(''),
    replaceIdentityMode: z.string().optional(),
  }),
  answer: async ({ form, visitor, now }) => {
    const given = { ...form, replaceIdentityMode: form.replaceIdentityMode !== undefined };
    // Fields that the kind does not need are hidden where the browser can, and so are not held against anybody.
    const needs = needsOf(form.kind);
    const wanted = {
      kind: form.kind,
      customerId: needs.customer && form.customerId !== '' ? form.customerId : undefined,
      day: needs.day && form.day !== '' ? form.day : undefined,
      replaceIdentityMode: needs.identities && given.replaceIdentityMode,
    };
    try {
      const { importId } = await acceptImport(tables, visitor.caller, wanted, now);
      return { seeOther: `/imports/${importId}` };
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 403) throw error;
      const problem = importsTexts.problems[error.code] ?? error.message;
      return { status: error.status, document: await listPage(visitor, { ...given, problem }, NEWEST, now) };
    }
  },
});

const listPage = async (visitor: Visitor, given: Given, page: WantedPage, now: Date) => {
  const { caller } = visitor;
  const mayImport = scopes.every((scope) => may(caller, [scope]));
  const [shell, list, known] = await Promise.all([
    shellFor(visitor),
    listReadableImports(tables, caller, page, now),
    mayImport ? listCustomers(licensing, caller, { limit: MOST_LISTED_CUSTOMERS + 1 }) : undefined,
  ]);
  const byName = new Intl.Collator(visitor.locale);
  const customers =
    known && known.customers.length <= MOST_LISTED_CUSTOMERS
      ? known.customers.sort((a, b) => byName.compare(a.name, b.name))
      : undefined;
  const order = mayImport ? { ...given, customers, today: formatDay(dayOf(now)) } : undefined;
  return importsPage({ order, ...list, isFirstPage: page.cursor === undefined }, shell);
};

const showImport = definePage('GET /imports/{id}', {
  scopes,
  path: z.object({ id: z.string() }),
  // S3 leads back here with these, once it has the file.
  query: z.object({ etag: z.string().optional() }),
  answer: async ({ path: { id }, query: { etag }, visitor, now }) => {
    const job = await requireImport(tables, visitor.caller, id, now);
    const isWaiting = job.status === 'waiting' && etag === undefined;
    const [shell, customer, upload] = await Promise.all([
      shellFor(visitor),
      job.customerId === undefined ? undefined : readCustomer(licensing, job.customerId),
      isWaiting ? uploadForms(id) : undefined,
    ]);
    return { document: importPage({ job, customer, upload }, shell) };
  },
});

const uploadForms = async (importId: string): Promise<UploadForms> => {
  const { UPLOADS_BUCKET: bucket, LARGEST_UPLOAD_BYTES: largest, PAGES_URL } = settings;
  const after = `/imports/${importId}`;
  const [plain, scripted] = await Promise.all([
    createUploadForm(bucket, importId, largest, `${PAGES_URL}${after}`),
    createUploadForm(bucket, importId, largest),
  ]);
  return { plain, scripted, after: `${after}?etag=sent`, largest };
};

/** Files handed in, and the way of a file from a browser to the store. */
export const importPages: readonly Page[] = [importsList, orderImport, showImport];

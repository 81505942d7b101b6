import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Caller, partnerOf } from '../../../lib/access/caller.ts';
import { requireCustomer } from '../../../lib/customers/customer-access.ts';
import { readPartner } from '../../../lib/customers/partner-table.ts';
import { acceptExport } from '../../../lib/exports/job/accept-export.ts';
import { exportReport } from '../../../lib/exports/job/export-job.ts';
import { failedIfStalled } from '../../../lib/exports/job/export-view.ts';
import { listExports } from '../../../lib/exports/job/list-exports.ts';
import { readPointer } from '../../../lib/portfolio/generation-pointer.ts';
import { isStillReadable } from '../../../lib/portfolio/still-readable.ts';
import { Problem } from '../../../lib/problem/problem.ts';
import { entityId } from '../../../lib/values/entity-id.ts';
import { ROUTES } from '../routes.ts';
import { definePage } from '../site/define-page.ts';
import type { Visitor } from '../site/page.ts';
import { listOf } from '../site/read-form.ts';
import { exportStores, jobs, licensing, stores } from '../site/stores.ts';
import { shellFor } from '../site/surroundings.ts';
import { exportListPage } from './export-list-page.tsx';
import { exportListTexts } from './export-list-texts.ts';
import type { ExportOrder, PublishedFigures } from './order-form.tsx';

const EXPORTS_PER_PAGE = 25;
const NEWEST = { limit: EXPORTS_PER_PAGE };

const orderForm = z.object({
  requestKey: z.string().min(1).max(100),
  reports: listOf(exportReport),
  email: listOf(z.string().trim().toLowerCase()),
  customerId: entityId.optional(),
});

export const exportList = definePage(ROUTES.exportsList, {
  scopes: ['exports:write'],
  query: z.object({ cursor: z.string().optional(), customer: entityId.optional() }),
  answer: async ({ query: { cursor, customer }, visitor, now }) => {
    const given = { reports: exportReport.options, email: [], customerId: customer };
    return { document: await listPage(visitor, given, { ...NEWEST, cursor }, now) };
  },
});

export const orderExport = definePage(ROUTES.orderExport, {
  scopes: ['exports:write'],
  form: orderForm,
  answer: async ({ form: { requestKey, ...wanted }, visitor, now }) => {
    // A form that is sent twice asks for one export; one that was changed in between for another.
    const idempotencyKey = `${requestKey} ${createHash('sha256').update(JSON.stringify(wanted)).digest('hex')}`;
    try {
      if (wanted.reports.length === 0) throw new Problem(400, 'no_report', exportListTexts.noReport);
      const { exportId } = await acceptExport(exportStores, visitor.caller, wanted, { idempotencyKey, now });
      return { seeOther: `/exports/${exportId}` };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const problem = exportListTexts.problems[error.code] ?? error.message;
      return { status: error.status, document: await listPage(visitor, { ...wanted, problem }, NEWEST, now) };
    }
  },
});

const listPage = async (
  visitor: Visitor,
  given: Pick<ExportOrder, 'reports' | 'email' | 'problem'> & { readonly customerId?: string | undefined },
  page: { readonly limit: number; readonly cursor?: string | undefined },
  now: Date,
) => {
  const { caller } = visitor;
  const { customerId, ...chosen } = given;
  const partnerId = partnerOf(caller);
  const [shell, figures, partner, customer, list] = await Promise.all([
    shellFor(visitor),
    publishedFigures(caller),
    partnerId === undefined ? undefined : readPartner(licensing, partnerId),
    customerId === undefined ? undefined : requireCustomer(licensing, caller, customerId),
    listExports(jobs, caller.portfolio, page, now),
  ]);
  const recipients = partnerId === undefined ? undefined : (partner?.recipients ?? []);
  const order = { figures, recipients, customer, requestKey: randomUUID(), ...chosen };
  const exports = list.exports.map((job) => failedIfStalled(job, now));
  const view = { order, exports, cursor: list.cursor, isFirstPage: page.cursor === undefined };
  return exportListPage(view, shell);
};

const publishedFigures = async ({ portfolio }: Caller): Promise<PublishedFigures> => {
  const current = await readPointer(stores.insights, portfolio);
  if (!current) return { state: 'none' };
  const readable = await isStillReadable(licensing, portfolio, current.startedAt);
  return readable ? { state: 'ready', asOf: current.asOf } : { state: 'rebuilding' };
};

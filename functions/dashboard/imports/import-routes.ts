import * as z from 'zod';
import { may } from '../../../lib/access/caller.ts';
import { readCustomer } from '../../../lib/customers/customer-table.ts';
import type { ImportJob } from '../../../lib/imports/job/import-job.ts';
import { retryOfImport, retryOfUndo } from '../../../lib/imports/job/import-retry.ts';
import { requireImport } from '../../../lib/imports/job/require-import.ts';
import { takePreviewed } from '../../../lib/imports/job/take-previewed.ts';
import { createUploadForm } from '../../../lib/imports/job/upload-form.ts';
import { canUndo, requestUndo } from '../../../lib/imports/undo/request-undo.ts';
import { Problem } from '../../../lib/problem/problem.ts';
import { ROUTES } from '../routes.ts';
import { definePage } from '../site/define-page.ts';
import { offeredProducts } from '../site/offered-products.ts';
import type { Visitor } from '../site/page.ts';
import { importStores, licensing, settings } from '../site/stores.ts';
import { shellFor } from '../site/surroundings.ts';
import { importPage } from './import-page.tsx';
import type { UploadForms } from './upload.tsx';

const scopes = ['activity:write', 'licensing:write'] as const;

const path = z.object({ id: z.string() });

/** The page of one import, with the forms that bring its file from a browser to the store. */
export const showImport = definePage(ROUTES.showImport, {
  scopes,
  path,
  // S3 leads back here with these, once it has the file.
  query: z.object({ etag: z.string().optional() }),
  answer: async ({ path: { id }, query: { etag }, visitor, now }) => {
    const job = await requireImport(importStores, visitor.caller, id, now);
    const isWaiting = job.status === 'waiting' && job.fileOf === undefined && etag === undefined;
    return { document: await pageOf(job, visitor, now, { isWaiting }) };
  },
});

/** Asks for an import to be undone. */
export const undoImport = definePage(ROUTES.undoImport, {
  scopes,
  path,
  form: z.object({}),
  answer: async ({ path: { id }, visitor, now }) => {
    try {
      await requestUndo(importStores, visitor.caller, id, now);
      return { seeOther: `/imports/${encodeURIComponent(id)}` };
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409) throw error;
      const job = await requireImport(importStores, visitor.caller, id, now);
      return { status: 409, document: await pageOf(job, visitor, now, { problem: error.message }) };
    }
  },
});

/** Has a file taken that was only shown as it would be, and leads to the import that does so. */
export const takeImport = definePage(ROUTES.takeImport, {
  scopes,
  path,
  form: z.object({ allowShrink: z.literal('true').optional(), allowOtherTenant: z.literal('true').optional() }),
  answer: async ({ path: { id }, form, visitor, now }) => {
    const allowed = {
      allowShrink: form.allowShrink !== undefined,
      allowOtherTenant: form.allowOtherTenant !== undefined,
    };
    const { importId } = await takePreviewed(importStores, visitor.caller, id, allowed, now);
    return { seeOther: `/imports/${importId}` };
  },
});

const pageOf = async (
  job: ImportJob,
  visitor: Visitor,
  now: Date,
  { isWaiting = false, problem }: { readonly isWaiting?: boolean; readonly problem?: string },
) => {
  const [shell, customer, upload, offered, verdict] = await Promise.all([
    shellFor(visitor),
    job.customerId === undefined ? undefined : readCustomer(licensing, job.customerId),
    isWaiting ? uploadForms(job.importId) : undefined,
    offeredProducts(visitor, job.found.seatsNotCounted ?? []),
    scopes.every((scope) => may(visitor.caller, [scope])) ? canUndo(importStores, job, now) : undefined,
  ]);
  const undo = { verdict, problem, retry: retryOfUndo(job, now) };
  return importPage({ job, customer, upload, offered, undo, retry: retryOfImport(job, now) }, shell);
};

const uploadForms = async (importId: string): Promise<UploadForms> => {
  const { UPLOADS_BUCKET: bucket, LARGEST_UPLOAD_BYTES: largest, PAGES_URL } = settings;
  const after = `/imports/${importId}`;
  const [plain, scripted] = await Promise.all([
    createUploadForm(bucket, importId, largest, `${PAGES_URL}${after}`),
    createUploadForm(bucket, importId, largest),
  ]);
  return { plain, scripted, after: `${after}?etag=sent`, largest };
};

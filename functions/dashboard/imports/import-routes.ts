import * as z from 'zod';
import { readCustomer } from '../../../lib/customers/customer-table.ts';
import { requireImport } from '../../../lib/imports/job/require-import.ts';
import { createUploadForm } from '../../../lib/imports/job/upload-form.ts';
import { ROUTES } from '../routes.ts';
import { definePage } from '../site/define-page.ts';
import { offeredProducts } from '../site/offered-products.ts';
import { importStores, licensing, settings } from '../site/stores.ts';
import { shellFor } from '../site/surroundings.ts';
import { importPage } from './import-page.tsx';
import type { UploadForms } from './upload.tsx';

const scopes = ['activity:write', 'licensing:write'] as const;

/** The page of one import, with the forms that bring its file from a browser to the store. */
export const showImport = definePage(ROUTES.showImport, {
  scopes,
  path: z.object({ id: z.string() }),
  // S3 leads back here with these, once it has the file.
  query: z.object({ etag: z.string().optional() }),
  answer: async ({ path: { id }, query: { etag }, visitor, now }) => {
    const job = await requireImport(importStores, visitor.caller, id, now);
    const isWaiting = job.status === 'waiting' && job.fileOf === undefined && etag === undefined;
    const [shell, customer, upload, offered] = await Promise.all([
      shellFor(visitor),
      job.customerId === undefined ? undefined : readCustomer(licensing, job.customerId),
      isWaiting ? uploadForms(id) : undefined,
      offeredProducts(visitor, job.found.seatsNotCounted ?? []),
    ]);
    return { document: importPage({ job, customer, upload, offered }, shell) };
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

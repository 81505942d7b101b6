import * as z from 'zod';
import { OPERATOR_PORTFOLIO } from '../../../lib/access/caller.ts';
import { readPartner } from '../../../lib/customers/partner-table.ts';
import { presignDownload } from '../../../lib/exports/files/export-bucket.ts';
import { customerLeft } from '../../../lib/exports/job/customer-left.ts';
import { readDownloads, recordDownload } from '../../../lib/exports/job/export-download-table.ts';
import { type ExportJob, recipientsOf } from '../../../lib/exports/job/export-job.ts';
import { maySendAgain } from '../../../lib/exports/job/export-mail.ts';
import { viewOf } from '../../../lib/exports/job/export-view.ts';
import { requireExport } from '../../../lib/exports/job/require-export.ts';
import { readExportLinks, revokeExportLinks } from '../../../lib/exports/mail/export-links.ts';
import { readMails } from '../../../lib/exports/mail/export-mail-table.ts';
import { outlivesLinks, sendLater } from '../../../lib/exports/mail/send-later.ts';
import { isStillReadable } from '../../../lib/portfolio/still-readable.ts';
import { Problem } from '../../../lib/problem/problem.ts';
import { ROUTES } from '../routes.ts';
import { definePage } from '../site/define-page.ts';
import type { Page } from '../site/page.ts';
import { listOf } from '../site/read-form.ts';
import { exportStores, jobs, licensing, settings } from '../site/stores.ts';
import { shellFor } from '../site/surroundings.ts';
import { exportPage } from './export-page.tsx';

const scopes = ['exports:write'] as const;
const path = z.object({ id: z.string() });

/** How many downloads are shown. */
const MOST_DOWNLOADS = 20;

const mayRead = (job: ExportJob): Promise<boolean> =>
  isStillReadable(licensing, job.portfolio, job.generation.startedAt);

const showExport = definePage(ROUTES.showExport, {
  scopes,
  path,
  answer: async ({ path: { id }, visitor, now }) => {
    const job = await requireExport(jobs, visitor.caller, id, now);
    const isPartners = job.portfolio !== OPERATOR_PORTFOLIO;
    const [shell, readable, mails, downloads, owner] = await Promise.all([
      shellFor(visitor),
      mayRead(job),
      readMails(jobs, id),
      readDownloads(jobs, id, MOST_DOWNLOADS),
      isPartners ? readPartner(licensing, job.portfolio) : undefined,
    ]);
    const addresses = (job.files ?? []).map(({ key, name }) => [key, `/exports/${id}/files/${name}`] as const);
    const mailed = new Set(recipientsOf(job).map(({ recipient }) => recipient));
    // An operator who acts for all mails nobody.
    const listed = visitor.caller.portfolio === job.portfolio ? owner?.recipients : undefined;
    const view = {
      shown: viewOf(job, mails, readable ? new Map(addresses) : undefined, now),
      job,
      about: job.customerName ?? job.customerId ?? owner?.name,
      links: await readExportLinks(jobs, mails, readable, now),
      downloads,
      recipientsLeft: listed?.filter((address) => !mailed.has(address)),
      againTo: mails.flatMap((mail) =>
        maySendAgain(mail) && listed?.includes(mail.recipient) ? [mail.recipient] : [],
      ),
      outlivesLinks: outlivesLinks(job, now),
    };
    return { document: exportPage(view, shell) };
  },
});

const downloadFile = definePage(ROUTES.downloadFile, {
  scopes,
  path: path.extend({ name: z.string() }),
  answer: async ({ path: { id, name }, visitor, now }) => {
    const job = await requireExport(jobs, visitor.caller, id, now);
    const file = job.files?.find((one) => one.name === name);
    if (!file) throw new Problem(404, 'unknown_file', `The export has no file "${name}". Go back to its page.`);
    if (!(await mayRead(job))) throw customerLeft(410);
    await recordDownload(jobs, job, {
      downloadedAt: now.toISOString(),
      downloadedBy: visitor.caller.subject,
      name,
    });
    return { seeOther: await presignDownload({ bucket: settings.EXPORTS_BUCKET, key: file.key }, name, now) };
  },
});

const revoke = definePage(ROUTES.revokeLinks, {
  scopes,
  path,
  form: z.object({ link: listOf(z.string()) }),
  answer: async ({ path: { id }, form, visitor, now }) => {
    await requireExport(jobs, visitor.caller, id, now);
    await revokeExportLinks(jobs, id, form.link, now);
    return { seeOther: `/exports/${id}#links` };
  },
});

const send = definePage(ROUTES.sendMails, {
  scopes,
  path,
  form: z.object({ email: listOf(z.string().trim().toLowerCase()) }),
  answer: async ({ path: { id }, form, visitor, now }) => {
    const job = await requireExport(jobs, visitor.caller, id, now);
    await sendLater(exportStores, visitor.caller, job, form.email, now);
    return { seeOther: `/exports/${id}#mails` };
  },
});

/** One export: how it stands, its files, and its mailed links. */
export const exportPages: readonly Page[] = [showExport, downloadFile, revoke, send];

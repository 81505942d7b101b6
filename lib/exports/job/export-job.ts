import * as z from 'zod';
import { recommendationLinks } from '../../insights/view/recommendation-ids.ts';
import { generation } from '../../portfolio/generation/generation.ts';
import { entityId } from '../../values/entity-id.ts';
import { headline } from './headline.ts';

/** The reports that an export can hold, each a file of its own. */
export const exportReport = z
  .enum(['deployment', 'usage', 'product-usage', 'recommendations'])
  .meta({ id: 'ExportReport' });
export type ExportReport = z.infer<typeof exportReport>;

/** A finished file of an export. */
export const exportFile = z.object({
  report: exportReport,
  /** What the file is called once it is downloaded. */
  name: z.string(),
  /** Where it lies in the exports bucket. */
  key: z.string(),
  /** Records, without the header. */
  rows: z.int().min(0),
  bytes: z.int().min(0),
  /** In hexadecimal digits. */
  sha256: z.string(),
});
export type ExportFile = z.infer<typeof exportFile>;

/** Why an export came to nothing: a stable code, and a sentence for whoever asked for it. */
export const exportFailure = z.object({ code: z.string(), message: z.string() });
export type ExportFailure = z.infer<typeof exportFailure>;

export const exportStatus = z.enum(['queued', 'running', 'complete', 'failed']);

/** One export as it is stored: what was asked for, from which generation it is made, and what became of it. */
export const exportJob = z.object({
  exportId: z.string(),
  /** Whose export: a partner's id, or `~operator`. */
  portfolio: z.string(),
  /** ISO instant. */
  createdAt: z.iso.datetime(),
  /** The subject of the caller who asked for it. */
  requestedBy: z.string(),
  reports: z.array(exportReport).min(1),
  /** The operator's links of each recommendation, as they were then. */
  links: recommendationLinks.optional(),
  /** The only customer in it; left out for the whole portfolio. */
  customerId: entityId.optional(),
  /** What that customer was called when the export was asked for. */
  customerName: z.string().optional(),
  /** Who is mailed links to the files, lower-cased addresses. */
  recipients: z.array(z.string()),
  /** Whom the complete export was to be sent to besides, and who asked for that. */
  sentLater: z.array(z.object({ recipient: z.string(), requestedBy: z.string() })).optional(),
  generation,
  status: exportStatus,
  /** From 0 to 1. */
  progress: z.number().min(0).max(1),
  /** When it last came further (ISO instant). */
  progressedAt: z.iso.datetime(),
  /** The attempt whose files were published. */
  attemptId: z.string().optional(),
  files: z.array(exportFile).optional(),
  headline: headline.optional(),
  failure: exportFailure.optional(),
});
export type ExportJob = z.infer<typeof exportJob>;

/** An export whose files can be handed out. */
export type CompleteExport = ExportJob & { readonly files: readonly ExportFile[] };

/** Whether the export's files have been published. */
export const isComplete = (job: ExportJob): job is CompleteExport =>
  job.status === 'complete' && job.files !== undefined;

/** Everybody who is mailed links to the files, each once, with the subject of the caller who asked for it. */
export const recipientsOf = ({
  recipients,
  requestedBy,
  sentLater = [],
}: Pick<ExportJob, 'recipients' | 'requestedBy' | 'sentLater'>): { recipient: string; requestedBy: string }[] => {
  const wanted = [...recipients.map((recipient) => ({ recipient, requestedBy })), ...sentLater];
  return wanted.filter(({ recipient }, place) => wanted.findIndex((one) => one.recipient === recipient) === place);
};

/** Whether two exports ask for the same thing, whoever asked and when. */
export const isSameRequest = (one: ExportJob, other: ExportJob): boolean => requestOf(one) === requestOf(other);

const requestOf = ({ reports, customerId, recipients }: ExportJob): string =>
  JSON.stringify([[...reports].sort(), customerId ?? null, [...recipients].sort()]);

/** What the queue of exports carries: a new attempt at an export, the next step of one, or the mails still to be sent. */
export const exportMessage = z.object({
  exportId: z.string(),
  attemptId: z.string().optional(),
  /** How often the export was begun anew because an attempt could not go on. */
  restarts: z.int().min(0).default(0),
  /** How often the mails were put off because the provider took no more of them. */
  mailings: z.int().min(0).default(0),
});
export type ExportMessage = z.infer<typeof exportMessage>;

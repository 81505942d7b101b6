import * as z from 'zod';
import { dayText } from '../../time/day.ts';
import { entityId } from '../../values/entity-id.ts';
import { fileEncoding } from '../formats/file-encoding.ts';
import { type FileRefused, type Findings, findings, noFindings, withReason } from '../formats/findings.ts';
import { importKindName } from '../formats/kinds/kinds.ts';
import { presetName } from '../formats/presets/presets.ts';
import { seatMapping } from '../formats/presets/seat-mapping.ts';
import { reportState } from '../formats/report-state.ts';
import { type ImportPreview, importPreview } from './import-preview.ts';

export const importStatus = z
  .enum(['waiting', 'running', 'complete', 'failed', 'previewed'])
  .meta({ id: 'ImportStatus' });

/** How what an import replaced is put back. */
export const importUndo = z.object({
  status: z.enum(['running', 'done', 'failed']),
  requestedAt: z.iso.datetime(),
  /** Whether it was found that nothing newer was applied; from then on it goes to its end. */
  begun: z.boolean(),
  /** Up to where what users held is put back: a key among what is kept. */
  after: z.string().optional(),
  /** When it last came further (ISO instant); absent before its first step, and of older ones. */
  progressedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  /** Why it failed. */
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type ImportUndo = z.infer<typeof importUndo>;

/** One file handed in, and how far it has been read. */
export const importJob = z.object({
  importId: z.string(),
  kind: importKindName,
  /** Whose file it is; absent where the file itself names its customers, those of the portfolio. */
  customerId: entityId.optional(),
  /** Who handed it in, and may ask how it stands: a partner's id, or `OPERATOR_PORTFOLIO`. */
  portfolio: z.string(),
  createdAt: z.iso.datetime(),
  /** Whose token or session asked for it, where what it changes is recorded; absent of all other files. */
  requestedBy: z.string().optional(),
  /** The file's day as the request said it. */
  day: dayText.optional(),
  replaceIdentityMode: z.boolean(),
  /** What the file is read as, unless a byte order mark in it says otherwise. Older jobs do not say it. */
  encoding: fileEncoding.default('utf-8'),
  /** Whether the file may end more of what is stored than files usually do, and be of a tenant that does not fit. */
  allowShrink: z.boolean().default(false),
  allowOtherTenant: z.boolean().default(false),
  /** Which columns of its file say what, where its kind leaves that to the request, and the name of the preset. */
  mapping: seatMapping.optional(),
  preset: presetName.optional(),
  /** Whether the file is only shown as it would be taken. */
  preview: z.literal(true).optional(),
  /** What it would do, once that is known. */
  previewed: importPreview.optional(),
  /** The products whose lists of holders it makes, and the day that its file speaks of, once it was read whole. */
  listed: z.array(z.string()).optional(),
  readDay: dayText.optional(),
  status: importStatus,
  /** How many steps are done. A step's outcome counts only where this is still what the step started from. */
  step: z.int().min(0),
  /** The very upload that is being read; another one under the same key is not. */
  file: z.object({ etag: z.string(), bytes: z.int() }).optional(),
  /** Where its file was handed in, and when, if it was for another import: a file may be taken again. */
  fileOf: z.object({ importId: z.string(), createdAt: z.iso.datetime() }).optional(),
  /** Where the reading of a report stands. */
  report: reportState.optional(),
  found: findings,
  progress: z.number().min(0).max(1),
  /** How far the step under way has come, for who watches it; nothing is made of it. */
  underway: z.object({ rows: z.int().min(0), progress: z.number().min(0).max(1) }).optional(),
  /** When it last came further (ISO instant); absent before it is read, and of older ones. */
  progressedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  /** What it replaced, counted by name; absent where it replaced nothing that is kept. */
  replaced: z.record(z.string(), z.int().min(0)).optional(),
  undo: importUndo.optional(),
});
export type ImportJob = z.infer<typeof importJob>;

/** What a request decides about an import. */
export interface ImportRequest
  extends Pick<ImportJob, 'importId' | 'kind' | 'portfolio' | 'createdAt' | 'replaceIdentityMode'>,
    Partial<Pick<ImportJob, 'allowShrink' | 'allowOtherTenant' | 'requestedBy' | 'mapping' | 'preset' | 'preview'>> {
  readonly customerId: string | undefined;
  readonly day: string | undefined;
  /** UTF-8 when left out. */
  readonly encoding?: ImportJob['encoding'] | undefined;
}

/** A new import, which waits for its file. */
export const newImport = ({ customerId, day, encoding = 'utf-8', ...request }: ImportRequest): ImportJob => ({
  allowShrink: false,
  allowOtherTenant: false,
  ...request,
  encoding,
  ...(customerId === undefined ? {} : { customerId }),
  ...(day === undefined ? {} : { day }),
  status: 'waiting',
  step: 0,
  found: noFindings(),
  progress: 0,
});

/** The day (`YYYY-MM-DD`) of a file that does not say it itself: as the request said, else the one on which it was made. */
export const fileDay = ({ day, createdAt }: Pick<ImportJob, 'day' | 'createdAt'>): string =>
  day ?? createdAt.slice(0, 10);

/** The import as who watches it is told of it: with what the step under way has done so far. */
export const watched = (job: ImportJob): ImportJob => {
  const { underway, found, progress } = job;
  if (!underway) return job;
  const rows = Math.max(found.rows, underway.rows);
  return { ...job, found: { ...found, rows }, progress: Math.max(progress, underway.progress) };
};

/** Whether nothing more will happen to the import. */
export const isFinished = ({ status }: ImportJob): boolean =>
  status === 'complete' || status === 'failed' || status === 'previewed';

/** The import after its last step, all applied. */
export const completed = (job: ImportJob, found: Findings, at: Date): ImportJob => ({
  ...job,
  report: undefined,
  status: 'complete',
  step: job.step + 1,
  found,
  progress: 1,
  finishedAt: at.toISOString(),
});

/** The import after the step that found what it would do, which is all that was asked for. */
export const previewedAs = (job: ImportJob, found: Findings, previewed: ImportPreview, at: Date): ImportJob => ({
  ...completed(job, found, at),
  status: 'previewed',
  previewed,
});

/** The import after a step that found that the file cannot be taken; the reason stands before the errors of lines. */
export const refused = (
  job: ImportJob,
  found: Findings,
  reason: Pick<FileRefused, 'code' | 'message' | 'line'>,
  at: Date,
): ImportJob => ({
  ...job,
  report: undefined,
  status: 'failed',
  step: job.step + 1,
  found: withReason(found, reason),
  finishedAt: at.toISOString(),
});

import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import type { Catalogue } from '../../catalogue/product.ts';
import { isKept } from '../../customers/customer.ts';
import { readCustomer } from '../../customers/customer-table.ts';
import { UserNamesChanged } from '../../licensing/user-names-table.ts';
import type { Table } from '../../storage/table.ts';
import type { UserNames } from '../../values/user-names.ts';
import { FileRefused, type Findings, withoutQuotes } from '../formats/findings.ts';
import type { Form } from '../formats/kinds/forms.ts';
import { KINDS_BY_NAME, type KindOf, traitsOf } from '../formats/kinds/kinds.ts';
import { dropReadFile } from '../job/drop-read-file.ts';
import { endRefused } from '../job/end-import.ts';
import { completed, type ImportJob, isFinished, previewedAs } from '../job/import-job.ts';
import { checkpoint, type ImportJobStores, readImport } from '../job/import-job-table.ts';
import { progressReporter } from '../job/progress-reporter.ts';
import { keptIn } from '../undo/kept-bucket.ts';
import { type ImportStep, type PortfolioStep, type StepOutcome, StepSuperseded } from './import-step.ts';
import { runActivityReport } from './run-activity-report.ts';
import { runCustomerFile } from './run-customer-file.ts';
import { runIdentityFile } from './run-identity-file.ts';
import { runReport } from './run-report.ts';
import { runReportedUsage } from './run-reported-usage.ts';
import { runSeatTotals } from './run-seat-totals.ts';
import { runSeats } from './run-seats.ts';
import { runSellerList } from './run-seller-list.ts';
import { runSoldFile } from './run-sold-file.ts';
import { runUsers } from './run-users.ts';
import { findUpload, requireSize } from './uploaded-file.ts';

/** What imports are worked on with: tables, the bucket of uploads and the catalogue. */
export interface ImportStores extends ImportJobStores {
  readonly activity: Table;
  /** The products that files speak of. */
  readonly catalogue: Catalogue;
  /** The uploads bucket. */
  readonly bucket: string;
  /** Where portfolios are published anew, and how many days figures lag behind. */
  readonly publishQueueUrl: string;
  readonly reportingLagDays: number;
  /** How the stage names users. Throws UserNamesChanged. */
  readonly userNames: () => Promise<UserNames>;
  /** Whether nothing may be kept that could hold a name: neither the file once it is read, nor a quote of its lines. */
  readonly storesNoNames: boolean;
}

/** One delivery of an import's message. */
export interface ImportDelivery extends Pick<ImportStep, 'now' | 'timeIsUp'> {
  readonly importId: string;
  /** Tells the time at which the import ends. */
  readonly clock: () => Date;
}

/** When the import wants its next message. */
export interface Continuation {
  readonly delaySeconds: number;
}

/**
 * Does one step of an import, from where it stands, and stores how far it came. Any message of an unfinished import may
 * start it, again and at once: of a step done twice one outcome counts, and what it writes is the same. Returns when it
 * is to go on; `undefined` when this delivery leaves nothing to do. Throws what the queue is to try again.
 */
export const workOnImport = async (
  stores: ImportStores,
  delivery: ImportDelivery,
): Promise<Continuation | undefined> => {
  const next = await doStep(stores, delivery);
  if (!next && stores.storesNoNames) await dropReadFile(stores.jobs, stores.bucket, delivery.importId, delivery.now);
  return next;
};

const doStep = async (stores: ImportStores, delivery: ImportDelivery): Promise<Continuation | undefined> => {
  const job = await start(stores, delivery);
  if (!job) return undefined;
  const found = structuredClone(job.found);
  try {
    return await runStep(stores, delivery, job, found);
  } catch (error) {
    if (error instanceof StepSuperseded) return undefined;
    const refusal = error instanceof UserNamesChanged ? new FileRefused(error.code, error.message) : error;
    if (!(refusal instanceof FileRefused)) throw error;
    await endRefused(stores, job, stored(stores, refusal.found ?? found), refusal, delivery.clock());
    return undefined;
  }
};

const start = async ({ jobs }: ImportStores, { importId, now }: ImportDelivery): Promise<ImportJob | undefined> => {
  const job = await readImport(jobs, importId, now);
  if (!job || isFinished(job)) return undefined;
  if (job.status === 'running') return job;
  const progressedAt = now.toISOString();
  const running: ImportJob = { ...job, status: 'running', step: job.step + 1, progressedAt };
  return (await checkpoint(jobs, job, running)) ? running : undefined;
};

/** What was found, as it may be stored. */
const stored = ({ storesNoNames }: ImportStores, found: Findings): Findings =>
  storesNoNames ? withoutQuotes(found, NOT_QUOTED) : found;
const NOT_QUOTED = 'What the line says may name somebody and is not kept. The code tells what is wrong with it.';

const runStep = async (
  stores: ImportStores,
  delivery: ImportDelivery,
  job: ImportJob,
  found: Findings,
): Promise<Continuation | undefined> => {
  await requireCustomer(stores, job);
  const names = await stores.userNames();
  const { file: upload, start: bytes } = await findUpload(stores.bucket, job.fileOf?.importId ?? job.importId);
  requireSize(upload, traitsOf(job.kind).largestBytes);
  const file = { etag: upload.etag, bytes: upload.bytes, ...job.file };
  const step = {
    ...stores,
    ...delivery,
    names,
    job,
    found,
    file: { ...upload, ...file },
    start: bytes,
    requireCurrent: () => requireCurrent(stores, job, delivery.now),
    reportProgress: progressReporter(stores, delivery, job, found),
  };
  const kind = KINDS_BY_NAME[job.kind];
  const outcome = await run(kind.form, step, kind);
  const after = jobAfter({ ...job, file }, outcome, stored(stores, found), delivery.clock());
  const counts = await checkpoint(stores.jobs, job, after);
  return counts && outcome.kind === 'paused' ? { delaySeconds: outcome.delaySeconds } : undefined;
};

const jobAfter = (job: ImportJob, outcome: StepOutcome, found: Findings, at: Date): ImportJob => {
  switch (outcome.kind) {
    case 'complete':
      return completed({ ...job, replaced: outcome.replaced }, found, at);
    case 'previewed':
      return previewedAs(job, found, outcome.preview, at);
    case 'paused': {
      const { report, read, progress } = outcome;
      return { ...job, ...read, found, report, step: job.step + 1, progress, progressedAt: at.toISOString() };
    }
  }
};

/** One step of an import of a form, of a file of one of its kinds. */
type Run<OneForm extends Form, Step> = (step: Step, kind: KindOf<OneForm>) => Promise<StepOutcome>;

/** Gives the step the customer that the import is of, and where to keep what it replaces. */
const ofCustomer =
  <OneForm extends Form>(runOfCustomer: Run<OneForm, ImportStep>): Run<OneForm, PortfolioStep> =>
  (step, kind) => {
    const { customerId, importId } = step.job;
    if (customerId === undefined) throw new Error(`Import ${importId} has no customer`);
    const kept = keptIn(step.file.bucket, { customerId, importId });
    return runOfCustomer({ ...step, job: { ...step.job, customerId }, kept }, kind);
  };

const RUNS: { readonly [OneForm in Form]: Run<OneForm, PortfolioStep> } = {
  userReport: ofCustomer(runReport),
  activityReport: ofCustomer(runActivityReport),
  reportedUsage: runReportedUsage,
  soldFile: runSoldFile,
  customerFile: runCustomerFile,
  identityFile: ofCustomer(runIdentityFile),
  seatTotals: ofCustomer(runSeatTotals),
  sellerList: ofCustomer(runSellerList),
  userList: ofCustomer(runUsers),
  seatFile: ofCustomer(runSeats),
};

const run = <OneForm extends Form>(
  form: OneForm,
  step: PortfolioStep,
  kind: KindOf<OneForm>,
): ReturnType<Run<OneForm, PortfolioStep>> => RUNS[form](step, kind);

const requireCurrent = async ({ jobs }: ImportStores, job: ImportJob, now: Date): Promise<void> => {
  const current = await readImport(jobs, job.importId, now);
  if (current?.step !== job.step || isFinished(current)) throw new StepSuperseded(`Step ${job.step} is done already`);
};

/** The customer, where the file is of one, may have left the portfolio since the import was asked for. */
const requireCustomer = async ({ licensing }: ImportStores, { customerId, portfolio }: ImportJob): Promise<void> => {
  if (customerId === undefined) return;
  const customer = await readCustomer(licensing, customerId);
  if (isKept(customer) && (portfolio === OPERATOR_PORTFOLIO || Object.hasOwn(customer.partners, portfolio))) return;
  throw new FileRefused('unknown_customer', `There is no customer "${customerId}" in your portfolio any more.`);
};

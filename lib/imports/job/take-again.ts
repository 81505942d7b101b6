import { createHash } from 'node:crypto';
import { traitsOf } from '../formats/kinds/kinds.ts';
import { fileDay, type ImportJob, newImport } from './import-job.ts';

/** The id of the import that takes the file of another again for `reason`: the same as often as it is asked for. */
export const idOfTakingAgain = ({ importId }: Pick<ImportJob, 'importId'>, reason: readonly string[]): string => {
  const hex = createHash('sha256')
    .update(JSON.stringify([importId, ...reason]))
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};

/** A new import of the very file of another, as the request of that one had it, and of the same day. */
export const takenAgain = (job: ImportJob, importId: string, now: Date): ImportJob => {
  const { kind, customerId, portfolio, encoding, replaceIdentityMode, allowShrink, allowOtherTenant } = job;
  const { saysDay, mapsColumns } = traitsOf(kind);
  const day = saysDay || mapsColumns ? (job.day ?? job.readDay) : fileDay(job);
  const request = {
    ...{ kind, customerId, portfolio, encoding, replaceIdentityMode, allowShrink, allowOtherTenant, day },
    ...(job.requestedBy === undefined ? {} : { requestedBy: job.requestedBy }),
    ...(job.mapping ? { mapping: job.mapping } : {}),
    ...(job.preset === undefined ? {} : { preset: job.preset }),
  };
  return {
    ...newImport({ ...request, importId, createdAt: now.toISOString() }),
    fileOf: job.fileOf ?? { importId: job.importId, createdAt: job.createdAt },
    ...(job.file ? { file: job.file } : {}),
  };
};

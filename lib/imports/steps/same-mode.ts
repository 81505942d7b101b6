import { readCoverage } from '../../licensing/coverage-table.ts';
import type { IdentityMode } from '../../values/identity-mode.ts';
import { FileRefused } from '../formats/findings.ts';
import type { ImportStep } from './import-step.ts';

/** Throws FileRefused when a file names users in another way than those stored, unless the import was told to replace them. */
export const requireSameMode = async (
  { licensing, job }: Pick<ImportStep, 'licensing' | 'job'>,
  mode: IdentityMode,
): Promise<void> => {
  const { identityMode } = await readCoverage(licensing, job.customerId);
  if (identityMode === undefined || identityMode === mode || job.replaceIdentityMode) return;
  throw new FileRefused(
    'identity_mode_changed',
    `The file has ${mode} user names, those stored are ${identityMode}; the two cannot be joined. To start over with this file's names, import it with "replaceIdentityMode": true.`,
  );
};

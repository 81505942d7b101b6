import { recordChange, type Trail } from '../../audit/record.ts';
import { readIdentities, storeIdentities } from '../../licensing/identities/identities-table.ts';
import { MOST_IDENTITIES } from '../../licensing/identities/identity.ts';
import { judgeIdentities } from '../../licensing/identities/judge-identities.ts';
import { inAudit, namedBy, newsAmong } from '../../licensing/identities/keep-identities.ts';
import { storeAll } from '../../storage/store-all.ts';
import { addError, addWarning, noFindings } from '../formats/findings.ts';
import type { KindOf } from '../formats/kinds/kinds.ts';
import { READERS } from '../formats/readers/readers.ts';
import { BATCH_SIZE, type ImportStep, type StepOutcome } from './import-step.ts';
import { readLines, requireAllUnderstood } from './read-lines.ts';

/**
 * A step of the import of other ids of users: reads and judges the whole file, then adds what is news to what is mapped, as
 * `POST /v1/customers/{id}/identities` does and recorded like that; it ends nothing. A step that runs out of time leaves the
 * rest to the next one, which finds what is done already done. Throws FileRefused.
 */
export const runIdentityFile = async (step: ImportStep, { kind }: KindOf<'identityFile'>): Promise<StepOutcome> => {
  const { found, job, licensing, names } = step;
  Object.assign(found, noFindings()); // an earlier step found the same
  const lines = await readLines(step, READERS[kind], MOST_IDENTITIES);
  const identities = namedBy(
    names,
    lines.map(({ row }) => row),
  );
  const stored = await readIdentities(licensing, job.customerId);
  for (const { index, of, code, message } of judgeIdentities(stored, identities))
    addError(found, lines[index]?.line ?? null, code, `"${of === 'alias' ? 'alias' : 'user_id'}": ${message}.`);
  requireAllUnderstood(found);
  found.counts.identities = lines.length;
  if (job.day !== undefined)
    addWarning(found, 'day_not_used', `A list of other ids is of no day; ${job.day} was not used.`);
  const news = newsAmong(stored, identities);
  if (news.length === 0) return { kind: 'complete' };
  await step.requireCurrent();
  const { before, after } = inAudit(stored, news);
  return recordChange(trailOf(step), { action: 'identities.put', target: job.customerId }, async (beforeChange) => {
    await beforeChange(before, after);
    for (let at = 0; at < news.length; at += BATCH_SIZE) {
      const progress = at / news.length;
      if (at > 0 && step.timeIsUp()) return { kind: 'paused', progress, delaySeconds: 0 };
      await step.reportProgress(progress);
      await storeAll(news.slice(at, at + BATCH_SIZE), (some) => storeIdentities(licensing, job.customerId, some));
    }
    return { kind: 'complete' };
  });
};

const trailOf = ({ jobs, job, now }: ImportStep): Trail => ({
  jobs,
  subject: job.requestedBy ?? job.portfolio,
  portfolio: job.portfolio,
  at: now,
});

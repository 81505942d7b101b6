import { readEnvironment } from '../../lib/environment.ts';
import { mailEvent } from '../../lib/exports/mail/mail-event.ts';
import { recordMailEvent } from '../../lib/exports/mail/record-mail-event.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { logger } from '../../lib/observability/logger.ts';
import { countUp } from '../../lib/observability/metrics.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';

const settings = readEnvironment(env);
const jobs = openTable(settings.JOBS_TABLE);

/** Writes down what SES tells of a mail: that it came back, or that its recipient marked it as unwanted. */
export const handler = jobHandler(mailEvent, settings, async (event) => {
  const learnt = await recordMailEvent(jobs, event);
  if (!learnt) {
    logger.warn('an event is about no mail of an export');
    return;
  }
  const { status, exportId, lasts } = learnt;
  countUp(status === 'bounced' ? 'MailsBounced' : 'MailsComplained');
  logger.info('mail returned', { exportId, status, lasts });
});

import { once } from 'node:events';
import { beginAttempt, writeStep } from '../../lib/exports/files/write-attempt.ts';
import type { ExportJob } from '../../lib/exports/job/export-job.ts';
import { openTable } from '../../lib/storage/table.ts';
import { exportOfContoso } from '../../test/unit/exports/contoso.ts';
import { generationOf } from './made-rows.ts';
import { REPORTS } from './reports.ts';

/* A process that writes the files of an export of so many customers in one step. Tells its parent what that took. */

/** What a contestant took. */
export interface Taken {
  /** Of user and system, all threads. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** The most that the process ever held, in MB. */
  readonly residentMegabytes: number;
}

const stores = { jobs: openTable('Jobs'), portfoliosBucket: 'portfolios', exportsBucket: 'exports' };

const write = async (customers: number): Promise<void> => {
  const job: ExportJob = exportOfContoso({ generation: generationOf(customers), reports: [...REPORTS] });
  const outcome = await writeStep(stores, job, beginAttempt(job), { now: new Date(), timeIsUp: () => false });
  if (outcome !== 'published') throw new Error(`The export came to ${outcome}`);
};

const before = process.cpuUsage();
const startedAt = performance.now();
await write(Number(process.argv[2]));
const { user, system } = process.cpuUsage(before);
const taken: Taken = {
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: (performance.now() - startedAt) / 1e3,
  residentMegabytes: process.resourceUsage().maxRSS / 1024,
};
process.send?.(taken, () => process.disconnect());
await once(process, 'disconnect');
process.exit(0);

import * as z from 'zod';
import { scanPage } from '../../storage/scan-page.ts';
import type { Table } from '../../storage/table.ts';

/** A job, whoever handed it in: nothing lists the jobs of a customer, which partners that have lost it may have, too. */
type Item = Readonly<Record<string, unknown>>;

const jobKey = z.object({ job: z.string(), item: z.string() });

/** The place after the last page. */
const END = 'end';

/** The pages of the table of jobs, each with the place after it, from such a place on. */
export async function* scanJobs(
  jobs: Table,
  after: string | undefined,
): AsyncGenerator<{ readonly items: readonly Item[]; readonly after: string }> {
  if (after === END) return;
  let start = after === undefined ? undefined : jobKey.parse(JSON.parse(after));
  do {
    const { items, next } = await scanPage(jobs, start);
    start = next && jobKey.parse(next);
    yield { items, after: start ? JSON.stringify(start) : END };
  } while (start);
}

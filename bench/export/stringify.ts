import { once } from 'node:events';
import { stringify } from 'csv-stringify/sync';
import { createReports } from '../../lib/exports/files/reports.ts';
import { stringifySettings } from '../../test/unit/exports/files/stringify-settings.ts';
import { madeRows } from './made-rows.ts';
import { REPORTS } from './reports.ts';
import type { Taken } from './write.ts';

/* A process in which csv-stringify alone writes the records of so many customers, made before. Tells what that took. */
const customers = Number(process.argv[2]);
const reports = createReports({});
/** The same customers again and again, so that their records fit into memory. */
const CUSTOMERS_AT_ONCE = 500;
const records = madeRows(0, CUSTOMERS_AT_ONCE).flatMap((row) =>
  REPORTS.map((report) => reports[report].recordsOf(row)),
);

const before = process.cpuUsage();
const startedAt = performance.now();
let length = 0;
for (let done = 0; done < customers; done += CUSTOMERS_AT_ONCE)
  for (const each of records) length += stringify(each, stringifySettings).length;
const { user, system } = process.cpuUsage(before);
if (length === 0) throw new Error('Nothing was written');
const taken: Taken = {
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: (performance.now() - startedAt) / 1e3,
  residentMegabytes: process.resourceUsage().maxRSS / 1024,
};
process.send?.(taken, () => process.disconnect());
await once(process, 'disconnect');
process.exit(0);

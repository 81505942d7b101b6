import { spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { bundledCatalogue } from '../lib/catalogue/bundled-catalogue.ts';
import { productNames } from '../lib/catalogue/names/product-names.ts';
import { bundledServicePlans } from '../lib/catalogue/service-plans.ts';
import { checkRow, requireUsableReport, tallyRow } from '../lib/imports/formats/check-report.ts';
import { type CsvRecord, csvBatches, FILE_START } from '../lib/imports/formats/csv-records.ts';
import { decodeDocument } from '../lib/imports/formats/decode-text.ts';
import { MOST_USAGE_ROWS, MOST_USERS } from '../lib/imports/formats/file-limits.ts';
import { noFindings } from '../lib/imports/formats/findings.ts';
import { readJsonList } from '../lib/imports/formats/json-list.ts';
import { FORMS } from '../lib/imports/formats/kinds/forms.ts';
import { graphUsers } from '../lib/imports/formats/kinds/graph-users.ts';
import { productReader } from '../lib/imports/formats/products/product-choice.ts';
import { judgeItems } from '../lib/imports/formats/readers/json-items.ts';
import { READERS } from '../lib/imports/formats/readers/readers.ts';
import { namedBy } from '../lib/imports/formats/report-row.ts';
import type { ReportState } from '../lib/imports/formats/report-state.ts';
import { collectStatements } from '../lib/imports/formats/stated-users.ts';
import { addStatement } from '../lib/imports/steps/report-users.ts';
import { addUsageRow } from '../lib/imports/usage/collect-usage.ts';
import { usageProductFinder } from '../lib/imports/usage/usage-products.ts';
import { parseDay } from '../lib/time/day.ts';
import { OWN_NAMES } from '../lib/values/user-names.ts';

/*
 * Reads the largest file of each form that is taken, made as it is read, as every step of its import reads it before it
 * writes: checked, and for lists of users with what each holds in memory. Prints rows, megabytes, seconds of processor and
 * the peak of resident memory, of which the function has 2,048 MB. What a step then writes takes no more memory.
 */
const DAY = '2026-03-09';
const TODAY = parseDay('2026-03-10');
const SKUS = [
  '6fd2c87f-b296-42f0-b197-1e91e994b900',
  '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
  'f30db892-07e9-47e9-837c-80727f46fd3d',
];

interface Read {
  readonly rows: number;
  readonly megabytes: number;
}

let bytes = 0;
/** `head`, then what `of` makes of each number, until there are `most` or the file is of `mostBytes`; then `tail`. */
function* file(
  head: string,
  of: (at: number) => string,
  most: number,
  mostBytes: number,
  tail = '',
): Generator<Buffer> {
  yield Buffer.from(head);
  for (let at = 0; at < most && bytes < mostBytes; at += 200) {
    const chunk = Buffer.from(Array.from({ length: 200 }, (_, more) => of(at + more)).join(''));
    bytes += chunk.length;
    yield chunk;
  }
  yield Buffer.from(tail);
}

const forEachRecord = async (chunks: Iterable<Buffer>, run: (record: CsvRecord) => void): Promise<void> => {
  bytes = 0;
  let isHeader = true;
  for await (const records of csvBatches(Readable.from(chunks), FILE_START, 500))
    for (const record of records) {
      if (!isHeader) run(record);
      isHeader = false;
    }
};

const dayOf = (at: number): string => new Date(Date.UTC(2024, 0, 1 + (at % 700))).toISOString();

const graphUser = (at: number): string =>
  `${at === 0 ? '' : ','}${JSON.stringify({
    id: `00000000-0000-0000-0000-${String(at).padStart(12, '0')}`,
    userPrincipalName: `user.number.${at}@contoso.example`,
    displayName: `User Number ${at}`,
    accountEnabled: true,
    assignedLicenses: SKUS.map((skuId) => ({ skuId, disabledPlans: ['aebd3021-9f8f-4bf8-bbe3-0ed2f4f047a1'] })),
    licenseAssignmentStates: SKUS.map((skuId, each) => ({
      skuId,
      assignedByGroup: null,
      disabledPlans: ['aebd3021-9f8f-4bf8-bbe3-0ed2f4f047a1'],
      state: 'Active',
      error: 'None',
      lastUpdatedDateTime: dayOf(at * 7 + each * 131),
    })),
  })}`;
const bareUser = (at: number): string =>
  `${at === 0 ? '' : ','}{"userPrincipalName":"u${at}@contoso.example","assignedLicenses":[{"skuId":"${SKUS[0]}"}]}`;

const readUsers = async (of: (at: number) => string): Promise<Read> => {
  const users = READERS['graph.users']({
    catalogue: bundledCatalogue,
    servicePlans: bundledServicePlans,
    names: OWN_NAMES,
  });
  const answer = judgeItems(graphUsers, users.add);
  const chunks = file('{"value":[', of, MOST_USERS, FORMS.userList.largestBytes, ']}');
  answer.end(await readJsonList(Readable.from(chunks).compose(decodeDocument('utf-8')), answer.add));
  return { rows: users.end().stated.users.size, megabytes: bytes / 1e6 };
};

const COLUMNS = [
  'Report Refresh Date',
  'User Principal Name',
  'Display Name',
  'Is Deleted',
  'Exchange Last Activity Date',
  'Teams Last Activity Date',
  'Exchange License Assign Date',
  'Assigned Products',
];
const reportRow = (at: number): string =>
  `${DAY},user.number.${at}@contoso.example,User Number ${at},False,2026-03-0${1 + (at % 8)},,2025-0${1 + (at % 9)}-1${at % 10},OFFICE 365 E3+POWER BI PRO+MICROSOFT 365 COPILOT FOR MICROSOFT 365 AND SO ON AND ON\n`;

const readReport = async (): Promise<Read> => {
  const reader = namedBy(READERS['graph.office365ActiveUserDetail'](COLUMNS), OWN_NAMES);
  const readProducts = productReader(productNames(bundledCatalogue), []);
  const state: ReportState = {
    phase: 'check',
    at: FILE_START,
    columns: [...COLUMNS],
    rowsAt: FILE_START,
    today: TODAY,
    soldNamesakes: [],
    modes: { readable: 0, concealed: 0, pseudonymous: 0 },
  };
  const found = noFindings();
  const chunks = () => file(`${COLUMNS.join(',')}\n`, reportRow, MOST_USERS, FORMS.userReport.largestBytes);
  await forEachRecord(chunks(), (record) => {
    const row = checkRow(record, reader, state, found);
    if (row) tallyRow(row, state);
  });
  requireUsableReport(state, found);
  const statements = collectStatements();
  await forEachRecord(chunks(), (record) => addStatement(statements, record, { reader, readProducts }, state, true));
  return { rows: statements.stated.users.size, megabytes: bytes / 1e6 };
};

const USAGE = [
  'CustomerTenantId',
  'SubscriptionId',
  'Month',
  'SKUId',
  'SKU',
  'AvailableSeats',
  'AssignedSeats',
  'ActiveSeats',
];
const usageRow = (at: number): string =>
  `00000000-0000-0000-0000-${String(at % 5000).padStart(12, '0')},10000000-0000-0000-0000-${String(at).padStart(12, '0')},2026-0${1 + (at % 2)}-01,1e1a282c-9c54-43a2-9310-98ef728faace,Dynamics 365 for Sales Enterprise Edition,10,8,5\n`;

const readUsage = async (): Promise<Read> => {
  const readRow = READERS['partnerCenter.dynamicsUsage'](USAGE);
  const rules = { findProduct: usageProductFinder(bundledCatalogue), thisMonth: '2026-03' };
  const usage = new Map();
  const found = noFindings();
  await forEachRecord(
    file(`${USAGE.join(',')}\n`, usageRow, MOST_USAGE_ROWS, FORMS.reportedUsage.largestBytes),
    (record) => addUsageRow(record, readRow(record.fields, record.terminated), rules, usage, found),
  );
  return { rows: found.rows, megabytes: bytes / 1e6 };
};

const FILES: Readonly<Record<string, () => Promise<Read>>> = {
  'graph.users, as Graph answers': () => readUsers(graphUser),
  'graph.users, as many as may be': () => readUsers(bareUser),
  'graph.office365ActiveUserDetail': readReport,
  'partnerCenter.dynamicsUsage': readUsage,
};

const [, script = '', wanted] = process.argv;
if (wanted === undefined) {
  for (const name of Object.keys(FILES)) {
    const { status } = spawnSync(process.execPath, ['--max-old-space-size=1800', script, name], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${name} was not read to its end`);
  }
} else {
  const { rows = 0, megabytes = 0 } = (await FILES[wanted]?.()) ?? {};
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const seconds = (userCPUTime + systemCPUTime) / 1e6;
  console.log(
    `${wanted}: ${rows.toLocaleString('en')} rows, ${megabytes.toFixed(0)} MB, ${seconds.toFixed(0)} s, ${(maxRSS / 1024).toFixed(0)} MB resident`,
  );
}

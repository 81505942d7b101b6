import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Day, dayOf, dayText } from '../../../infra/local/microsoft/day.ts';
import { type Microsoft, startMicrosoft } from '../../../infra/local/microsoft/start-microsoft.ts';
import type { Workload } from '../../../infra/local/microsoft/tenants/plans.ts';
import { tenantOf } from '../../../infra/local/microsoft/tenants/tenant.ts';
import { activeUsers, type TrueUser, trueUsers } from '../../../infra/local/microsoft/tenants/truth.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { productNames } from '../../../lib/catalogue/names/product-names.ts';
import { csvBatches, FILE_START } from '../../../lib/imports/formats/csv-records.ts';
import { readProductList } from '../../../lib/imports/formats/products/product-list.ts';
import { READERS } from '../../../lib/imports/formats/readers/readers.ts';
import type { OpenReport, ReportRow } from '../../../lib/imports/formats/report-row.ts';
import { ask, download, stoppedClock, tokenOf } from './asking.ts';

const contoso = tenantOf('Contoso', {
  users: 60,
  plans: [
    { partNumber: 'SPE_E3', sold: 50, assigned: 40 },
    { partNumber: 'O365_BUSINESS_PREMIUM', sold: 10, assigned: 10, seller: 'direct' },
    { partNumber: 'Microsoft_365_Copilot', sold: 12, assigned: 11, addOn: true },
  ],
  emptyDays: ['2026-03-03'],
});
const hidden = tenantOf('Hidden', {
  concealed: true,
  copilotAnswer: 'inline',
  plans: [{ partNumber: 'Microsoft_365_Copilot', sold: 3, assigned: 2 }],
});
const clock = stoppedClock('2026-03-10T08:00:00Z');
/** Reports are two days behind. */
const REFRESHED = dayOf(clock.now()) - 2;
const holders = [...trueUsers(contoso)].filter(({ skus }) => skus.length > 0);
let microsoft: Microsoft;

beforeAll(async () => {
  microsoft = await startMicrosoft({ now: clock.now, tenants: [contoso, hidden] });
});
afterAll(() => microsoft.stop());

const OFFICE = 'getOffice365ActiveUserDetail';
const REPORTS = [
  [OFFICE, READERS['graph.office365ActiveUserDetail'], ['exchange', 'onedrive', 'sharepoint', 'teams', 'yammer']],
  ['getTeamsUserActivityUserDetail', READERS['graph.teamsUserActivityUserDetail'], ['teams']],
  ['getSharePointActivityUserDetail', READERS['graph.sharePointActivityUserDetail'], ['sharepoint']],
  ['getOneDriveActivityUserDetail', READERS['graph.oneDriveActivityUserDetail'], ['onedrive']],
  ['getYammerActivityUserDetail', READERS['graph.yammerActivityUserDetail'], ['yammer']],
] as const satisfies readonly (readonly [string, OpenReport, readonly Workload[]])[];

const recordsOf = async (text: string): Promise<(readonly string[])[]> => {
  const records: (readonly string[])[] = [];
  for await (const batch of csvBatches(Readable.from([Buffer.from(text)]), FILE_START, 1_000))
    for (const { fields } of batch) records.push(fields);
  return records;
};

/** A file of Contoso's; so much later than the last that no budget is used up. */
const fileOf = async (report: string): Promise<Response> => {
  clock.pass(45);
  return download(microsoft, await tokenOf(microsoft, contoso.tenantId), report);
};
const askGraph = async (path: string, headers = {}): Promise<Response> => {
  clock.pass(45);
  return ask(`${microsoft.origins.graph}/v1.0/${path}`, await tokenOf(microsoft, contoso.tenantId), headers);
};

/** The rows of a report, as an import reads them. Throws for a row that is not understood. */
const rowsOf = async <Row extends ReportRow>(open: OpenReport<Row>, report: string): Promise<Row[]> => {
  const [header = [], ...rest] = await recordsOf(await (await fileOf(report)).text());
  const { readRow } = open(header);
  return rest.map((fields) => {
    const reading = readRow(fields);
    if ('bad' in reading) throw new Error(reading.bad.message);
    return reading.row;
  });
};

const lastUse = (user: TrueUser, workload: Workload, upTo: Day): Day | undefined =>
  Array.from({ length: 120 }, (_, at) => upTo - at).find((day) => user.usedOn(workload, day));

test.each(REPORTS)('tells by %s the last day on which each holder was active', async (report, open, workloads) => {
  const rows = await rowsOf(open as OpenReport, `reports/${report}(period='D7')`);
  expect(rows.map(({ userId, lastActive }) => ({ userId, lastActive }))).toEqual(
    holders
      .map((user) => ({
        userId: user.userId,
        lastActive: workloads.flatMap((workload) => {
          const day = lastUse(user, workload, REFRESHED);
          return day === undefined ? [] : [{ workload, day }];
        }),
      }))
      .map((row) => ({ ...row, lastActive: expect.toSatisfy(sameDays(row.lastActive)) })),
  );
  expect(new Set(rows.map(({ refreshDay }) => refreshDay))).toEqual(new Set([REFRESHED]));
});

/** Whether a list has the same entries, in whichever order. */
const sameDays = (wanted: readonly unknown[]) => (given: readonly unknown[]) =>
  JSON.stringify(given.map((one) => JSON.stringify(one)).sort()) ===
  JSON.stringify(wanted.map((one) => JSON.stringify(one)).sort());

test('names products as the catalogue knows them', async () => {
  const rows = await rowsOf(READERS['graph.office365ActiveUserDetail'], `reports/${OFFICE}(period='D30')`);
  const names = productNames(bundledCatalogue);
  expect(rows.map(({ products }) => readProductList(products, names).flatMap(({ skus }) => skus))).toEqual(
    holders.map(({ skus }) => skus),
  );
  expect(rows.map(({ licensedSince }) => licensedSince)).toEqual(holders.map(({ assignedOn }) => assignedOn));
});

test.each(REPORTS)('tells by %s of a single day who was active on it', async (report, open, workloads) => {
  for (const daysAgo of [0, 1, 2, 26]) {
    const day = REFRESHED - daysAgo;
    const rows = await rowsOf(open as OpenReport, `reports/${report}(date=${dayText(day)})`);
    const active = holders.filter((user) => workloads.some((workload) => user.usedOn(workload, day)));
    expect(rows.map(({ userId }) => userId)).toEqual(active.map(({ userId }) => userId));
    expect(rows.flatMap(({ lastActive }) => lastActive.filter((one) => one.day === day)).length).toBe(
      active.flatMap((user) => workloads.filter((workload) => user.usedOn(workload, day))).length,
    );
  }
});

test('counts the same people by 28 single days as by the truth', async () => {
  const from = REFRESHED - 27;
  const seen = new Set<string>();
  for (let day = from; day <= REFRESHED; day += 1) {
    const rows = await rowsOf(READERS['graph.teamsUserActivityUserDetail'], `reports/${TEAMS}(date=${dayText(day)})`);
    for (const { userId } of rows) if (userId !== undefined) seen.add(userId);
    if (dayText(day) === '2026-03-03') expect(rows).toEqual([]); // a hole among full neighbours
  }
  const { teams } = activeUsers(contoso, from, REFRESHED);
  expect(seen.size).toBe(teams);
  expect(teams).toBeGreaterThan(20);
});
const TEAMS = 'getTeamsUserActivityUserDetail';

test('has no rows of days that are not told yet, and refuses those that are too long ago', async () => {
  const teams = READERS['graph.teamsUserActivityUserDetail'];
  expect(await rowsOf(teams, `reports/${TEAMS}(date=${dayText(REFRESHED + 1)})`)).toEqual([]);
  for (const call of [`date=${dayText(REFRESHED - 28)}`, "period='D28'", "period='D8'", '', 'date=2026-02-30'])
    expect((await askGraph(`reports/${TEAMS}(${call})`)).status).toBe(400);
});

test('leads to an address that takes no token, and is good for five minutes', async () => {
  const location = (await askGraph(`reports/${OFFICE}(period='D7')`)).headers.get('location') ?? '';
  expect(new URL(location).origin).toBe(microsoft.origins.downloads);
  expect((await ask(location, 'any token')).status).toBe(400);
  clock.pass(299);
  expect((await ask(location)).status).toBe(200);
  clock.pass(1);
  expect((await ask(location)).status).toBe(403);
  expect((await ask(`${microsoft.origins.downloads}/usage/${OFFICE}.csv?ticket=made-up`)).status).toBe(404);
});

test('tells by an entity tag that a report is the one that the caller has, until the next day', async () => {
  const path = `reports/${OFFICE}(period='D7')`;
  const given = (await askGraph(path)).headers.get('etag') ?? '';
  const again = () => askGraph(path, { 'if-none-match': given });
  expect((await again()).status).toBe(304);
  clock.pass(86_400);
  expect((await again()).status).toBe(302);
});

const COPILOT = 'copilot/reports/getMicrosoft365CopilotUsageUserDetail';

test('tells of Copilot as its truth does, in the columns of either version', async () => {
  const [header = [], ...rows] = await recordsOf(await (await fileOf(`${COPILOT}(period='D28',version='v2')`)).text());
  expect(header.length).toBe(22);
  const at = (name: string) => header.indexOf(name);
  const licensed = holders.slice(0, 11);
  const asOf = dayOf(clock.now()) - 2;
  expect(rows.map((row) => row[at('User Principal Name')])).toEqual(licensed.map(({ userId }) => userId));
  const days = Array.from({ length: 28 }, (_, ago) => asOf - ago);
  expect(rows.map((row) => Number(row[at('Active Usage Days for all apps')]))).toEqual(
    licensed.map(({ usedOn }) => days.filter((day) => usedOn('copilot', day)).length),
  );
  expect(rows.map((row) => row[at('Word Copilot Last Activity Date')])).toEqual(
    licensed.map(({ usedCopilotPartOn }) => {
      const last = Array.from({ length: 120 }, (_, ago) => asOf - ago).find((day) => usedCopilotPartOn('word', day));
      return last === undefined ? '' : dayText(last);
    }),
  );
  const [old = []] = await recordsOf(await (await fileOf(`${COPILOT}(period='D30')`)).text());
  expect(old.length).toBe(13);
  for (const call of ["period='D30',version='v2'", "period='D28'", "period='D7',version='v3'", 'date=2026-03-01'])
    expect((await askGraph(`${COPILOT}(${call})`)).status).toBe(400);
  const all = await recordsOf(await (await fileOf(`${COPILOT}(period='ALL',version='v2')`)).text());
  expect(all.length - 1).toBe(11 * 4);
});

test('conceals names where the tenant does, and may answer with the file itself', async () => {
  const answer = await ask(
    `${microsoft.origins.graph}/v1.0/${COPILOT}(period='D7',version='v2')`,
    await tokenOf(microsoft, hidden.tenantId),
  );
  expect(answer.status).toBe(200);
  const [, ...rows] = await recordsOf(await answer.text());
  expect(rows.map(([, , user]) => user)).toEqual([
    expect.stringMatching(/^[0-9A-F]{32}$/u),
    expect.stringMatching(/^[0-9A-F]{32}$/u),
  ]);
});

test('sends the report of 200,000 users while it is made', async () => {
  const large = tenantOf('Large', { users: 200_000, plans: [{ partNumber: 'SPB', sold: 200_000, assigned: 200_000 }] });
  microsoft.putTenant(large);
  const answer = await download(microsoft, await tokenOf(microsoft, large.tenantId), `reports/${OFFICE}(period='D7')`);
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const { value } = await reader.read();
  expect(Buffer.from(value ?? []).toString()).toContain('aino.albrecht@large.example');
  await reader.cancel(); // hangs up; nothing more is made
  expect((await askGraph('subscribedSkus')).status).toBe(200);
});

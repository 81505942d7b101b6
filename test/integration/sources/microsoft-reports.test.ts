import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IMPATIENT, startMicrosoft, TENANT } from './microsoft-under-test.ts';

const example = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs/examples', name), 'utf8');
const ACTIVE_USERS = example('ActiveUserDetail.csv');
const ACTIVE = 'graph.office365ActiveUserDetail';
const REPORT = "GET /v1.0/reports/getOffice365ActiveUserDetail(period='D30')";
const BUDGET = `1 of 14 in 600 s: microsoft-reports#${TENANT}`;

/** Microsoft where the report of active users leads to a file of the storage. */
const withFile = async (
  file: Parameters<Awaited<ReturnType<typeof startMicrosoft>>['storage']['on']>[1],
  ...more: Parameters<typeof startMicrosoft>
) => {
  const microsoft = await startMicrosoft(...more);
  const { service, storage } = microsoft;
  service.on(REPORT, { status: 302, headers: { location: `${storage.origin}/file?sig=x` } });
  storage.on('GET /file?sig=x', file);
  return microsoft;
};

test('a report is followed to its file by hand, and the token stays behind', async () => {
  const { service, storage, fetch, files, spent } = await withFile({ headers: { etag: '"7"' }, text: ACTIVE_USERS });
  expect(await fetch(ACTIVE)).toEqual({ outcome: 'fetched' });
  expect(service.calls()).toEqual([REPORT]);
  expect(service.asked[1]?.headers.authorization).toBe('Bearer token-1');
  expect(storage.calls()).toEqual(['GET /file?sig=x']);
  expect(Object.keys(storage.asked[0]?.headers ?? {}).sort()).toEqual(['accept-encoding', 'connection', 'host']);
  expect(files).toEqual([{ id: ACTIVE, text: ACTIVE_USERS, tag: '"7"' }]);
  expect(spent).toEqual([BUDGET]);
});

test('a report that Graph answers with itself is taken as it is', async () => {
  const { service, fetch, files } = await startMicrosoft();
  service.on(REPORT, { headers: { etag: 'W/"8"' }, text: ACTIVE_USERS });
  expect(await fetch(ACTIVE)).toEqual({ outcome: 'fetched' });
  expect(files).toEqual([{ id: ACTIVE, text: ACTIVE_USERS, tag: 'W/"8"' }]);
});

test.each([
  ['graph.teamsUserActivityUserDetail', 'getTeamsUserActivityUserDetail', 'TeamsUserActivityUserDetail.csv'],
  ['graph.sharePointActivityUserDetail', 'getSharePointActivityUserDetail', 'SharePointActivityUserDetail.csv'],
  ['graph.oneDriveActivityUserDetail', 'getOneDriveActivityUserDetail', 'OneDriveActivityUserDetail.csv'],
  ['graph.yammerActivityUserDetail', 'getYammerActivityUserDetail', 'YammerActivityUserDetail.csv'],
])('%s is fetched by its own function', async (kind, name, file) => {
  const { service, fetch, files } = await startMicrosoft();
  service.on(`GET /v1.0/reports/${name}(period='D30')`, { text: example(file) });
  expect(await fetch(kind)).toEqual({ outcome: 'fetched' });
  expect(files.map(({ text }) => text)).toEqual([example(file)]);
});

test("Copilot's report is asked for in its own words; where it lists nobody, that is no news", async () => {
  const { service, fetch, files } = await startMicrosoft();
  const text = example('CopilotUsageUserDetail.csv');
  service.on(
    "GET /v1.0/copilot/reports/getMicrosoft365CopilotUsageUserDetail(period='D28',version='v2')",
    { text },
    { text: text.split('\n')[0] ?? '' },
  );
  expect(await fetch('graph.copilot-users')).toEqual({ outcome: 'fetched' });
  expect(await fetch('graph.copilot-users')).toEqual({ outcome: 'unchanged' });
  expect(files.map((file) => file.text)).toEqual([text]);
});

test('a past day is asked for by its date', async () => {
  const { service, fetch, files } = await startMicrosoft();
  service.on('GET /v1.0/reports/getOffice365ActiveUserDetail(date=2026-03-09)', { text: ACTIVE_USERS });
  expect(await fetch(`${ACTIVE}@2026-03-09`)).toEqual({ outcome: 'fetched' });
  expect(files.map(({ id }) => id)).toEqual([`${ACTIVE}@2026-03-09`]);
});

test('a report that is the same as the last time is not fetched', async () => {
  const { service, fetch, files } = await startMicrosoft();
  service.on(REPORT, ({ headers }) => (headers['if-none-match'] === '"7"' ? { status: 304 } : { text: ACTIVE_USERS }));
  expect(await fetch(ACTIVE, { tag: '"7"' })).toEqual({ outcome: 'unchanged' });
  expect(await fetch(ACTIVE, { tag: 'no\r\nheader: x' })).toEqual({ outcome: 'fetched' });
  expect([service.calls().length, files.length]).toEqual([2, 1]);
});

test('nothing is asked beyond the budget', async () => {
  const { service, fetch } = await startMicrosoft();
  const outcome = await fetch(ACTIVE, { spend: async () => ({ waitSeconds: 321 }) });
  expect([outcome, service.calls()]).toEqual([{ outcome: 'later', why: 'budget', seconds: 321 }, []]);
});

const HEADER = ACTIVE_USERS.split('\n')[0] ?? '';
const rowOf = (user: string) => `\n2026-03-09,${user},${user},False,${',False'.repeat(6)}${','.repeat(13)}`;

test.each([
  ['no byte', '', 'report_empty'],
  ['only its header', HEADER, 'report_empty'],
  ['only its header, and an end of the line', `${HEADER}\r\n`, 'report_empty'],
  [
    'stand-ins for names',
    HEADER + rowOf('77E5979DD60BA6EAA53E814DBEEEFA5F') + rowOf('4291DA7C39EE3263E97336B42734A667'),
    'names_concealed',
  ],
  ['a page', '<!doctype html><title>Sign in</title>', 'answer_unusable'],
  ['another report', example('TeamsUserActivityUserDetail.csv'), 'answer_unusable'],
  ['bytes of something else', '"\u0000\u0001', 'answer_unusable'],
])('a report with %s is not handed in: it is %3$s', async (_, text, state) => {
  const { fetch, files } = await withFile({ text });
  expect(await fetch(ACTIVE)).toMatchObject({ outcome: 'refused', state });
  expect(files).toEqual([]);
});

test('a long report is looked at in its beginning alone, and handed in whole', async () => {
  const text = HEADER + Array.from({ length: 5000 }, (_, at) => rowOf(`user-${at}@contoso.example`)).join('');
  const { fetch, files } = await withFile({ text });
  expect(await fetch(ACTIVE)).toEqual({ outcome: 'fetched' });
  expect(files[0]?.text === text).toBe(true);
});

test('a report that ends too soon is fetched again later; one that is too large or too slow cannot be used', async () => {
  const later = { outcome: 'later', why: 'unavailable', seconds: 60 };
  const long = ACTIVE_USERS + 'x'.repeat(70_000);
  const cut = await withFile({
    headers: { 'content-length': '900000' },
    write: (response) => response.write(long, () => response.destroy()),
  });
  expect(await cut.fetch(ACTIVE)).toEqual(later);
  const huge = await withFile({
    headers: { 'content-length': '5000000000' },
    write: (response) => response.write('a'),
  });
  expect(await huge.fetch(ACTIVE)).toMatchObject({ outcome: 'refused', state: 'answer_unusable' });
  const slow = await withFile({ write: (response) => response.write(long) }, {}, IMPATIENT);
  expect(await slow.fetch(ACTIVE)).toMatchObject({ outcome: 'refused', state: 'answer_unusable' });
  expect([cut.files, huge.files, slow.files]).toEqual([[], [], []]);
});

test.each([
  [{ status: 410 }, { outcome: 'later', why: 'unavailable', seconds: 60 }],
  [{ status: 403 }, { outcome: 'later', why: 'unavailable', seconds: 60 }],
  [
    { status: 503, headers: { 'retry-after': '20' } },
    { outcome: 'later', why: 'throttled', seconds: 20 },
  ],
  [{ status: 204 }, { outcome: 'refused', state: 'answer_unusable' }],
])('a file that is answered with %o is %o', async (reply, outcome) => {
  const { fetch } = await withFile(reply);
  expect(await fetch(ACTIVE)).toMatchObject(outcome);
});

test('a file leads on a few times, to places that may be called', async () => {
  const { service, storage, fetch, files } = await startMicrosoft();
  const to = (location: string) => ({ status: 302, headers: { location } });
  service.on(REPORT, to(`${storage.origin}/1`));
  storage.on('GET /1', to(`${storage.origin}/2`));
  storage.on('GET /2', { text: ACTIVE_USERS }, to(`${storage.origin}/1`));
  expect(await fetch(ACTIVE)).toEqual({ outcome: 'fetched' });
  expect(files).toHaveLength(1);
  expect(await fetch(ACTIVE)).toMatchObject({ outcome: 'refused', state: 'answer_unusable' });
  expect(storage.calls()).toEqual(['GET /1', 'GET /2', 'GET /1', 'GET /2', 'GET /1']);
  service.on(REPORT, to('https://169.254.169.254/latest/meta-data/'));
  expect(await fetch(ACTIVE)).toEqual({
    outcome: 'refused',
    state: 'address_refused',
    detail: '169.254.169.254: it is none of the hosts that this stage calls',
  });
  service.on(REPORT, { status: 302 });
  expect(await fetch(ACTIVE)).toMatchObject({ outcome: 'refused', state: 'answer_unusable' });
});

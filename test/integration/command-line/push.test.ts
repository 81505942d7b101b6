import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { problem, standInDeployment } from '../../fixtures/stand-in-deployment.ts';
import { typeCommand } from '../../fixtures/typed-terminal.ts';

const TEAMS = 'User Principal Name,Team Chat Message Count\nada@contoso.example,1\n';

let deployment: Awaited<ReturnType<typeof standInDeployment>>;
let folder: string;

beforeEach(async () => {
  deployment = await standInDeployment();
  folder = mkdtempSync(join(tmpdir(), 'seatpulse-push-'));
});
afterEach(async () => {
  await deployment.close();
  rmSync(folder, { recursive: true });
});

const given = (path: string, content: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};

const pushWith = (sleep: (() => Promise<void>) | undefined, ...more: string[]) =>
  typeCommand(['push', 'data', ...more], {
    folder,
    ...(sleep ? { sleep } : {}),
    env: { SEATPULSE_URL: deployment.url, SEATPULSE_TOKEN: 'a-token' },
  });
const push = (...more: string[]) => pushWith(undefined, ...more);

const ASK = 'POST /v1/imports';
const SEND = 'POST /upload/{id}';
const LOOK = 'GET /v1/imports/{id}';

test('files of two customers are handed in, byte for byte, and what became of them is told', async () => {
  given('data/contoso/teams.csv', TEAMS);
  given('data/fabrikam--teams.csv', TEAMS.replace('contoso', 'fabrikam'));
  const { code, out, err } = await push();
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.trim().split('\n').sort()).toEqual([
    'Files: 2 taken.',
    'contoso/teams.csv: taken (graph.teamsUserActivityUserDetail of contoso, 3 rows)',
    'fabrikam--teams.csv: taken (graph.teamsUserActivityUserDetail of fabrikam, 3 rows)',
  ]);
  const handedIn = [...deployment.imports.values()].map(({ request, file }) => [request.customerId, file] as const);
  expect(new Map(handedIn)).toEqual(
    new Map([
      ['contoso', TEAMS],
      ['fabrikam', TEAMS.replace('contoso', 'fabrikam')],
    ]),
  );
  expect([...deployment.tokens]).toEqual(['a-token']);
  expect(existsSync(join(folder, 'data.seatpulse-state.jsonl'))).toBe(true);
});

test('pushed again, only what is new or failed is sent', async () => {
  given('data/contoso/teams.csv', TEAMS);
  given('data/contoso/worse.csv', `${TEAMS}refuse me,0\n`);
  expect(await push()).toMatchObject({ code: 1 });
  deployment.takeRequests();
  given('data/contoso/new.csv', `${TEAMS}bob@contoso.example,2\n`);
  const { code, out } = await push();
  expect(code).toBe(1);
  expect(deployment.takeRequests()).toEqual([ASK, SEND, LOOK, LOOK, ASK, SEND, LOOK, LOOK]);
  expect(out.split('\n')).toEqual([
    'contoso/new.csv: taken (graph.teamsUserActivityUserDetail of contoso, 3 rows)',
    'contoso/teams.csv: unchanged (graph.teamsUserActivityUserDetail of contoso)',
    'contoso/worse.csv: refused (graph.teamsUserActivityUserDetail of contoso, 3 rows)',
    '  error in line 2: It asks \ufffd[31mto be.',
    'Files: 1 taken, 1 unchanged, 1 refused.',
    '',
  ]);
});

test('what ended between upload and answer goes on there, without another upload', async () => {
  given('data/contoso/teams.csv', TEAMS);
  deployment.control.whim = (request) => (request.startsWith('GET /v1/imports/') ? 'cut' : undefined);
  const broken = await push('--json');
  expect(broken.code).toBe(1);
  expect(JSON.parse(broken.out)).toMatchObject({ unfinished: 1, files: [{ problem: { code: 'no_answer' } }] });
  deployment.takeRequests();
  deployment.control.whim = () => undefined;
  expect(await push()).toMatchObject({ code: 0, err: '' });
  expect(deployment.takeRequests()).toEqual([LOOK, LOOK]);
  expect(deployment.imports.size).toBe(1);
});

test('a process that is killed while a file is read leaves what the next one goes on from', async () => {
  given('data/contoso/teams.csv', TEAMS);
  const killed = typeCommand(['push', 'data'], {
    folder,
    env: { SEATPULSE_URL: deployment.url, SEATPULSE_TOKEN: 'a-token' },
    sleep: () => Promise.reject(new Error('killed')),
  });
  expect(await killed).toMatchObject({ code: 1, err: 'killed\n' });
  expect(deployment.takeRequests()).toEqual([ASK, SEND, LOOK]);
  expect(await push()).toMatchObject({ code: 0 });
  expect(deployment.takeRequests()).toEqual([LOOK, LOOK]);
});

test('an upload that breaks off is sent again by the same form, and one that never arrives by a new one', async () => {
  given('data/contoso/teams.csv', TEAMS);
  deployment.control.whim = (request, count) =>
    request.startsWith('POST /upload/') && count === 1 ? 'cut' : undefined;
  expect(await push()).toMatchObject({ code: 0 });
  expect(deployment.takeRequests()).toEqual([ASK, SEND, SEND, LOOK, LOOK]);

  given('data/contoso/teams.csv', `${TEAMS}eve@contoso.example,3\n`);
  deployment.control.whim = (request) => (request.startsWith('POST /upload/') ? 'cut' : undefined);
  const { code, out } = await push();
  expect(code).toBe(1);
  expect(out).toContain('contoso/teams.csv: unfinished');
  deployment.takeRequests();
  deployment.control.whim = () => undefined;
  expect(await push()).toMatchObject({ code: 0 });
  expect(deployment.takeRequests()).toEqual([LOOK, ASK, SEND, LOOK, LOOK]);
});

test('a file of nobody, one of no kind and one of an unknown customer are refused, and the others taken', async () => {
  given('data/contoso/teams.csv', TEAMS);
  given('data/nobody/teams.csv', TEAMS);
  given('data/contoso/milk.csv', 'milk,bread\n1,2\n');
  given('data/contoso/notes.md', '# Notes');
  const { code, out, err } = await push('--json');
  expect(code).toBe(1);
  expect(out.split('\n')).toHaveLength(2);
  expect(JSON.parse(out)).toMatchObject({
    taken: 1,
    refused: 1,
    unknown: 1,
    ignored: ['contoso/notes.md'],
    files: [
      { path: 'contoso/milk.csv', outcome: 'unknown', why: 'No kind of file has its header.' },
      { path: 'contoso/teams.csv', outcome: 'taken', customerId: 'contoso', import: { status: 'complete', rows: 3 } },
      { path: 'nobody/teams.csv', outcome: 'refused', problem: { code: 'unknown_customer' } },
    ],
  });
  expect(err).toContain('contoso/milk.csv: unknown. No kind of file has its header.\n');
});

test('a manifest names what cannot be recognised, and one that is not understood ends the push', async () => {
  given('data/a.csv', 'seat,product\n1,2\n');
  given(
    'data/seatpulse.json',
    '{"files":{"*.csv":{"kind":"vendor.seats","customer":"contoso","request":{"preset":"a"}}}}',
  );
  expect(await push('--partner', 'acme')).toMatchObject({ code: 0 });
  expect(deployment.takeRequests()).toContain('POST /v1/imports?partner=acme');
  expect([...deployment.imports.values()].map(({ request }) => request)).toEqual([
    { kind: 'vendor.seats', customerId: 'contoso', preset: 'a' },
  ]);
  given('data/seatpulse.json', '{"files":{"*.csv":{"sort":"vendor.seats"}}}');
  const { code, err } = await push();
  expect(code).toBe(2);
  expect(err).toContain('seatpulse.json is not understood');
});

test('what is known is one line a file, of files that are still there, and survives a line that was cut short', async () => {
  given('data/contoso/teams.csv', TEAMS);
  given('data/contoso/gone.csv', `${TEAMS}eve@contoso.example,1\n`);
  expect(await push()).toMatchObject({ code: 0 });
  rmSync(join(folder, 'data', 'contoso', 'gone.csv'));
  const state = join(folder, 'data.seatpulse-state.jsonl');
  appendFileSync(state, '{"url":"http://127');
  expect(await push('--json')).toMatchObject({ code: 0, out: expect.stringContaining('"unchanged":1') });
  const lines = readFileSync(state, 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ path: 'contoso/teams.csv', status: 'taken' }]);
});

test('who may not hand files in is told so once', async () => {
  given('data/contoso/teams.csv', TEAMS);
  deployment.control.whim = () => ({ status: 403, body: problem(403, 'missing_scope') });
  expect(await push()).toEqual({ code: 2, out: '', err: 'It is missing_scope. (missing_scope, request request-1)\n' });
});

const lock = () => join(folder, 'data.seatpulse-lock');
const lockOf = (pid: number, host = hostname()): string =>
  JSON.stringify({ pid, host, since: '2026-03-10T08:00:00.000Z', id: randomUUID() });

test('two do not push a folder at once: the second is told who does, and leaves the lock alone', async () => {
  given('data/contoso/teams.csv', TEAMS);
  const second: Awaited<ReturnType<typeof push>>[] = [];
  const first = await pushWith(async () => {
    if (second.length === 0) second.push(await push());
  });
  const who = `process ${process.pid} on ${hostname()} has been pushing it since 2026-03-10T09:00:00.000Z`;
  expect(second).toEqual([{ code: 2, out: '', err: expect.stringContaining(`data is in use: ${who}. Wait until`) }]);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(deployment.takeRequests()).toEqual([ASK, SEND, LOOK, LOOK]);
  expect(existsSync(lock())).toBe(false);
});

test('the lock of a process that has ended is taken over, and no other one', async () => {
  given('data/contoso/teams.csv', TEAMS);
  const { pid: ended } = spawnSync(process.execPath, ['--version']);
  writeFileSync(lock(), lockOf(ended));
  expect(await push()).toMatchObject({ code: 0 });
  expect(existsSync(lock())).toBe(false);
  for (const held of [lockOf(ended, 'another-machine'), lockOf(process.ppid), '{"pid":']) {
    writeFileSync(lock(), held);
    expect(await push()).toMatchObject({ code: 2, err: expect.stringContaining(`delete ${lock()}`) });
    expect(readFileSync(lock(), 'utf8')).toBe(held);
  }
});

test('a push that fails gives the folder free', async () => {
  given('data/contoso/teams.csv', TEAMS);
  deployment.control.whim = () => ({ status: 403, body: problem(403, 'missing_scope') });
  await push();
  deployment.control.whim = () => undefined;
  expect(await push()).toMatchObject({ code: 0 });
});

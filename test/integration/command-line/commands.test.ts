import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CSV, problem, standInDeployment } from '../../fixtures/stand-in-deployment.ts';
import { type Typing, typeCommand } from '../../fixtures/typed-terminal.ts';

let deployment: Awaited<ReturnType<typeof standInDeployment>>;
let folder: string;

beforeEach(async () => {
  deployment = await standInDeployment();
  folder = mkdtempSync(join(tmpdir(), 'seatpulse-commands-'));
});
afterEach(async () => {
  await deployment.close();
  rmSync(folder, { recursive: true });
});

/** Types a command as somebody whose environment says all. */
const type = (line: string, more: Partial<Typing> = {}) =>
  typeCommand(line.split(' '), {
    folder,
    env: { SEATPULSE_URL: deployment.url, SEATPULSE_TOKEN: 'a-token' },
    ...more,
  });

test('a token that is pasted is kept for its deployment, in a file that nobody else may read', async () => {
  const env = {};
  const loggedIn = await type(`login --url ${deployment.url}`, { env, stdin: 'pasted-token\n' });
  expect(loggedIn).toMatchObject({ code: 0, err: '' });
  const file = join(folder, '.config', 'seatpulse', 'login.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await type('customers', { env })).toEqual({
    code: 0,
    out: 'contoso  contoso Ltd\nfabrikam  fabrikam Ltd\n',
    err: '',
  });
  expect([...deployment.tokens]).toEqual(['pasted-token']);
});

test('a stored token is sent to no other address', async () => {
  await type(`login --url ${deployment.url}`, { env: {}, stdin: 'pasted-token\n' });
  const { code, err } = await type('customers', { env: { SEATPULSE_URL: 'http://127.0.0.1:1' } });
  expect(code).toBe(2);
  expect(err).toContain('set SEATPULSE_TOKEN too');
});

test('a token that the deployment does not take is not kept', async () => {
  deployment.control.whim = () => ({ status: 403, body: { message: 'Forbidden' } });
  const env = { XDG_CONFIG_HOME: join(folder, 'xdg') };
  expect(await type(`login --url ${deployment.url}`, { env, stdin: 'bad\n' })).toMatchObject({
    code: 2,
    err: 'Forbidden (403) (http_403) The token is not taken: log in again.\n',
  });
  expect(await type('customers', { env })).toMatchObject({
    code: 2,
    err: 'Nobody is logged in. Use seatpulse login, or set SEATPULSE_URL and SEATPULSE_TOKEN.\n',
  });
});

test.each([
  ['login --url http://seatpulse.example', 'without encryption'],
  ['login --url seatpulse.example', 'is no address'],
  ['login --url https://seatpulse.example --issuer https://issuer.example', '--issuer and --client-id'],
  ['login --url https://seatpulse.example', 'nothing came on standard input'],
  ['login', "required option '--url <url>' not specified"],
  ['push', "missing required argument 'folder'"],
  ['push nowhere', 'is no folder'],
  ['pul', "unknown command 'pul'"],
  ['customers --jsn', "unknown option '--jsn'"],
])('"%s" is not understood, and exits with 2', async (line, complaint) => {
  const { code, out, err } = await type(line);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(complaint);
});

test.each(['--help', 'push --help', 'pull report --help', 'login --help'])(
  '%s is help, and exits with 0',
  async (line) => {
    const { code, out } = await type(line);
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: seatpulse/u);
    expect(out).toContain('--json');
  },
);

test('an operator acts for the partner that is named', async () => {
  expect(await type('customers --partner acme --json')).toMatchObject({ code: 0 });
  expect(deployment.takeRequests()).toEqual(['GET /v1/customers?limit=100&partner=acme']);
});

test('with --json, standard output is one JSON document', async () => {
  const { out, err } = await type('--json customers');
  expect(err).toBe('');
  expect(JSON.parse(out)).toMatchObject({ customers: [{ customerId: 'contoso' }, { customerId: 'fabrikam' }] });
});

test('a report is written, waited for and downloaded as the deployment wrote it', async () => {
  const { code, out } = await type('pull report --reports deployment --out reports --json');
  expect(code).toBe(0);
  const path = join(folder, 'reports', 'seatpulse-deployment.csv');
  expect(JSON.parse(out)).toMatchObject({ asOf: '2026-03-09', files: [{ path, rows: 1 }] });
  expect(readFileSync(path, 'utf8')).toBe(CSV);
});

test('a file that arrives damaged is not kept', async () => {
  deployment.control.csv = CSV.slice(0, -3);
  const { code, err } = await type('pull report');
  expect(code).toBe(1);
  expect(err).toContain('did not arrive as it was written');
  expect(() => statSync(join(folder, 'seatpulse-deployment.csv'))).toThrow('ENOENT');
});

test('a recalculation is asked for; with --wait, until figures of after that are there', async () => {
  expect(await type('recalculate contoso')).toMatchObject({
    code: 0,
    out: 'Figures of contoso are being made, of 2026-03-09.\n',
  });
  const figures = [
    problem(404, 'no_figures_yet'),
    { processedAt: '2026-03-10T08:00:00.000Z' },
    { processedAt: '2026-03-10T09:00:01.000Z' },
  ];
  deployment.control.whim = (request, count) => {
    const body = figures[count - 1];
    return request.endsWith('/insights') ? { status: count === 1 ? 404 : 200, body } : undefined;
  };
  deployment.takeRequests();
  expect(await type('recalculate contoso --wait')).toMatchObject({
    code: 0,
    out: 'Figures of contoso, of 2026-03-09, are there.\n',
  });
  expect(deployment.takeRequests()).toEqual([
    'POST /v1/recalculations',
    ...Array.from({ length: 3 }, () => 'GET /v1/customers/contoso/insights'),
  ]);
});

test('an answer that puts a call off is waited for as it says, and one that asks for hours is told', async () => {
  const slept: number[] = [];
  const sleep = async (milliseconds: number) => void slept.push(milliseconds);
  const later = { body: problem(503, 'try_again') };
  deployment.control.whim = (_request, count) =>
    [
      { status: 503, ...later, headers: { 'retry-after': '3' } },
      { status: 429, body: { message: 'Too Many Requests' } },
    ][count - 1];
  expect(await type('recalculate', { sleep })).toMatchObject({ code: 0 });
  expect(slept).toEqual([3000, 2000]);

  deployment.control.whim = () => ({
    status: 429,
    body: problem(429, 'limit_reached'),
    headers: { 'retry-after': '7200' },
  });
  expect(await type('recalculate', { sleep })).toMatchObject({
    code: 1,
    err: expect.stringContaining('limit_reached'),
  });
  expect(slept).toHaveLength(2);
});

test('a call that changes something is not sent twice when nobody knows what became of it', async () => {
  deployment.control.whim = () => 'cut';
  const { code, err } = await type('recalculate');
  expect(code).toBe(1);
  expect(err).toContain('no_answer');
  expect(deployment.takeRequests()).toEqual(['POST /v1/recalculations']);
});

test('a call that only reads is sent five times, in growing pauses', async () => {
  const slept: number[] = [];
  deployment.control.whim = () => ({ status: 502 });
  const { code } = await type('customers', { sleep: async (milliseconds) => void slept.push(milliseconds) });
  expect(code).toBe(1);
  expect(slept).toEqual([1000, 2000, 4000, 8000]);
});

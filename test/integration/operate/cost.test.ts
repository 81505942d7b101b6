import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { monthlyBill } from '../../../infra/operate/cost/monthly-bill.ts';

const COMMAND = join(import.meta.dirname, '..', '..', '..', 'infra', 'operate', 'cost', 'cost.ts');

const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8', env: {} });
  return { status, stdout, stderr };
};
const LOAD = ['--customers', '100', '--users', '10000', '--events-per-user-day', '20', '--batch', '500'];

test('npm run cost asks nobody, and says what a month costs', () => {
  const load = { customers: 100, users: 10_000, eventsPerUserDay: 20, batch: 500, mixed: 10 };
  const told = run(...LOAD, '--mixed', '10', '--json');
  expect(told.status).toBe(0);
  expect(JSON.parse(told.stdout)).toMatchObject({
    load,
    dollars: monthlyBill(load).dollars,
    prices: { region: 'us-east-1', asOf: '2025-07' },
  });
  expect(run(...LOAD).stdout).toMatch(/^Total +\$\d+\.\d\d$/mu);
});

test('npm run cost says which option it cannot take', () => {
  expect(run(...LOAD, '--batch', '9000')).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^--batch cannot be "9000": it is more than 5000\.\nnpm run cost -- /u),
  });
});

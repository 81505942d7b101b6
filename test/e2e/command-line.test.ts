import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { afterAll, expect, test } from 'vitest';
import { typeCommand } from '../fixtures/typed-terminal.ts';
import { givenCustomer, givenPartner } from '../steps/given.ts';
import { theStage } from '../steps/the-stage.ts';
import { call, daysBefore, today } from '../steps/when.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'docs', 'examples');
const folder = mkdtempSync(join(tmpdir(), 'seatpulse-command-line-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The example report of active users, as of a day and of users of another domain. */
const activeUsers = (day: string, domain: string): string =>
  readFileSync(join(EXAMPLES, 'ActiveUserDetail.csv'), 'utf8')
    .replaceAll('2026-03-09', day)
    .replaceAll('contoso.example', domain);

interface Products {
  deployment: { products: { name: string; sold: number; assigned: number }[] };
}

test('a folder of two customers goes in, and a report comes out with the figures of the API', async () => {
  const { token, partnerId } = await givenPartner();
  const [contoso, fabrikam] = [await givenCustomer([partnerId]), await givenCustomer([partnerId])];
  const yesterday = daysBefore(1, await today());
  mkdirSync(join(folder, 'data', contoso), { recursive: true });
  writeFileSync(join(folder, 'data', contoso, 'users.csv'), activeUsers(yesterday, 'contoso.example'));
  copyFileSync(join(EXAMPLES, 'subscribedSkus.json'), join(folder, 'data', contoso, 'seats.json'));
  writeFileSync(join(folder, 'data', `${fabrikam}--users.csv`), activeUsers(yesterday, 'fabrikam.example'));

  const { api, now, idle } = await theStage();
  const type = async (line: string) => {
    const { code, out, err } = await typeCommand(`${line} --json`.split(' '), {
      folder,
      env: { SEATPULSE_URL: api.href, SEATPULSE_TOKEN: token },
      now: await now(),
      sleep: idle ?? ((milliseconds) => pause(milliseconds)),
    });
    expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
    return JSON.parse(out) as Record<string, unknown>; // each test says what of it matters
  };

  expect(await type('push data')).toMatchObject({ taken: 3, refused: 0, unknown: 0 });
  expect(await type('push data')).toMatchObject({ taken: 0, unchanged: 3 });
  expect(await type('recalculate --wait')).toMatchObject({ status: 'there' });
  const { files } = await type('pull report --reports deployment --out reports');
  const [{ path = '' } = {}] = files as { path?: string }[];

  const rows = parse(readFileSync(path), { bom: true, columns: true }) as Record<string, string>[];
  const pulled = rows.map((row) => [row.customer_id, row.product_name, Number(row.sold), Number(row.assigned)]);
  const told = await Promise.all(
    [contoso, fabrikam].map(async (customerId) => {
      const { body } = await call<Products>(`GET /v1/customers/${customerId}/insights`, { token });
      return body.deployment.products.map(({ name, sold, assigned }) => [customerId, name, sold ?? 0, assigned]);
    }),
  );
  expect(new Set(pulled.map(String))).toEqual(new Set(told.flat().map(String)));
  expect(pulled).toContainEqual([contoso, 'Office 365 E3', 5, 3]);
});

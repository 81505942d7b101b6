import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from 'preact-render-to-string';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PageCall, PageReply } from '../../../functions/dashboard/site/page.ts';
import { replaceSettings } from '../../../lib/settings/settings-table.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

const NOW = new Date('2026-03-10T09:40:00Z');
const PARTNER = {
  caller: {
    subject: 'ona',
    scopes: new Set(['activity:write', 'licensing:write']),
    operator: false,
    portfolio: 'acme',
  },
  session: { subject: 'ona' },
  locale: 'en-GB',
};
const FORM = { kind: 'partnerCenter.dynamicsUsage', customerId: '', day: '2026-03-01', encoding: 'utf-8' };

let tables: TestTables;
let folder: string;
let order: (form: unknown) => Promise<PageReply>;

beforeAll(async () => {
  tables = await startTables();
  folder = mkdtempSync(join(tmpdir(), 'assets-'));
  mkdirSync(join(folder, 'assets'));
  for (const file of ['styles.css', 'app.js', 'figures.html']) writeFileSync(join(folder, 'assets', file), '');
  Object.assign(process.env, {
    LAMBDA_TASK_ROOT: folder,
    PORTFOLIOS_BUCKET: 'portfolios',
    EXPORTS_BUCKET: 'exports',
    UPLOADS_BUCKET: 'uploads',
    LARGEST_UPLOAD_BYTES: '1000',
    EXPORT_QUEUE_URL: 'http://127.0.0.1/exports',
    IMPORT_QUEUE_URL: 'http://127.0.0.1/imports',
    RUN_QUEUE_URL: 'http://127.0.0.1/runs',
    PUBLISH_QUEUE_URL: 'http://127.0.0.1/publishes',
    REPORTING_LAG_DAYS: '1',
    COLLECTION_QUEUE_URL: 'http://127.0.0.1/collections',
    COLLECTION_HOUR: '0',
    SOURCE_SECRETS: 'test/sources/',
    ISSUER: 'http://127.0.0.1/issuer',
    CLIENT_ID: 'pages',
    SESSION_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:session',
    PAGES_URL: 'http://127.0.0.1',
    FIRST_OPERATOR: '',
  });
  const { orderImport } = await import('../../../functions/dashboard/imports/import-list-routes.ts');
  order = (given) => {
    const form = orderImport.form.parse(given);
    // What the chain of pages hands over: the shapes are the page's own.
    const call = { path: {}, query: {}, form, visitor: PARTNER, now: NOW } as unknown as PageCall<never, never, never>;
    return orderImport.answer(call);
  };
});

afterAll(async () => {
  await tables.stop();
  rmSync(folder, { recursive: true });
});

const textOf = (reply: PageReply): string => ('document' in reply ? render(reply.document) : '');

test('who has begun as many imports as the operator lets them is told when the next is possible, and keeps the form', async () => {
  await storeCustomer(tables.licensing, 'contoso', ['acme']);
  await replaceSettings(tables.licensing, { limitsPerPartner: { importsPerDay: 1 } });
  expect(await order(FORM)).toEqual({ seeOther: expect.stringMatching(/^\/imports\/[0-9a-f-]{36}$/u) });

  const refused = await order(FORM);
  expect(refused).toMatchObject({ status: 429 });
  const page = textOf(refused);
  expect(page).toContain('The import was not begun');
  expect(page).toContain(
    'A partner may ask for 1 imports per day (importsPerDay); 1 are used up. The next is possible from 2026-03-11T00:00Z',
  );
  expect(page).toContain('value="2026-03-01"');
  expect(page.match(/href="\/imports\/[0-9a-f-]{36}"/gu)).toHaveLength(1); // the refused one is not in the list
});

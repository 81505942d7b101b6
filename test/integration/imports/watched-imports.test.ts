import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../../lib/access/caller.ts';
import { noFindings } from '../../../lib/imports/formats/findings.ts';
import { type ImportJob, newImport } from '../../../lib/imports/job/import-job.ts';
import { checkpoint, createImport, readImport } from '../../../lib/imports/job/import-job-table.ts';
import { progressReporter } from '../../../lib/imports/job/progress-reporter.ts';
import { listReadableImports, requireImport } from '../../../lib/imports/job/require-import.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

const NOW = new Date('2026-03-10T12:00:00.000Z');

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

const contoso: Caller = { subject: 'anna', scopes: new Set(['activity:write']), operator: false, portfolio: 'contoso' };

const storeImport = async (
  more: Partial<Parameters<typeof newImport>[0]> & { importId: string },
): Promise<ImportJob> => {
  const job = newImport({
    kind: 'graph.subscribedSkus',
    customerId: 'fabrikam',
    portfolio: 'contoso',
    createdAt: NOW.toISOString(),
    day: undefined,
    replaceIdentityMode: false,
    ...more,
  });
  await createImport(tables.jobs, job);
  return job;
};

test('lists what a portfolio handed in with its customers’ names, without customers that have left', async () => {
  await storeCustomer(tables.licensing, 'fabrikam', ['contoso']);
  await storeCustomer(tables.licensing, 'left', ['somebody-else']);
  await storeImport({ importId: '1' });
  await storeImport({ importId: '2', customerId: 'left' });
  await storeImport({ importId: '3', kind: 'partnerCenter.dynamicsUsage', customerId: undefined });
  await storeImport({ importId: '4', portfolio: 'somebody-else' });
  const { imports } = await listReadableImports(tables, contoso, { limit: 10 }, NOW);
  expect(Object.fromEntries(imports.map(({ job, customer }) => [job.importId, customer?.name]))).toEqual({
    1: 'Customer fabrikam',
    3: undefined,
  });
});

test('shows now and then how far a step has come, until the step is stored', async () => {
  await storeCustomer(tables.licensing, 'fabrikam', ['contoso']);
  const waiting = await storeImport({ importId: 'running' });
  const running: ImportJob = { ...waiting, status: 'running', step: 1 };
  await checkpoint(tables.jobs, waiting, running);
  let time = NOW.getTime();
  const found = noFindings();
  const reportProgress = progressReporter(tables, { clock: () => new Date(time) }, running, found);
  const tellAt = async (milliseconds: number, rows: number, progress: number) => {
    time = NOW.getTime() + milliseconds;
    found.rows = rows;
    await reportProgress(progress);
    const job = await requireImport(tables, contoso, 'running', NOW);
    return [job.found.rows, job.progress];
  };
  expect(await tellAt(1_000, 500, 0.1)).toEqual([0, 0]);
  expect(await tellAt(1_600, 900, 0.2)).toEqual([900, 0.2]);
  expect(await tellAt(2_000, 1_000, 0.3)).toEqual([900, 0.2]);
  expect(await tellAt(3_200, 1_500, 0.4)).toEqual([1_500, 0.4]);

  expect(await checkpoint(tables.jobs, running, { ...running, step: 2, progress: 0.5, found })).toBe(true);
  expect(await readImport(tables.jobs, 'running', NOW)).toMatchObject({
    step: 2,
    progress: 0.5,
    found: { rows: 1_500 },
  });
  expect(await readImport(tables.jobs, 'running', NOW)).not.toHaveProperty('underway');
  expect(await tellAt(9_000, 9_999, 0.9)).toEqual([1_500, 0.5]); // this step is over
});

test('what cannot be shown holds nothing up', async () => {
  const job = await storeImport({ importId: 'faulty' });
  tables.faults.inject({
    service: 'dynamodb',
    operation: 'PutItem',
    times: 1,
    kind: { status: 400, code: 'ValidationException' },
  });
  let time = NOW.getTime();
  const reportProgress = progressReporter(tables, { clock: () => new Date(time) }, job, noFindings());
  time += 2_000;
  await expect(reportProgress(0.5)).resolves.toBeUndefined();
});

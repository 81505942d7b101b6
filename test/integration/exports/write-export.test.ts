import { gzipSync } from 'node:zlib';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { WritingPosition } from '../../../lib/exports/files/export-attempt.ts';
import { pauseAttempt, readAttempt } from '../../../lib/exports/files/export-attempt-table.ts';
import { PART_BYTES } from '../../../lib/exports/files/export-bucket.ts';
import { readExport } from '../../../lib/exports/job/export-job-table.ts';
import { generationKeys } from '../../../lib/portfolio/generation/generation.ts';
import { putObject, s3Client } from '../../../lib/storage/object-store.ts';
import { customerRow, workload } from '../../unit/exports/contoso.ts';
import { CUSTOMER_BYTES, customers, inOneGo, PRODUCTS_EACH } from './big-portfolio.ts';
import { type ExportFunctions, NOW, publish, startExports, storePartner } from './export-functions.ts';
import { deliverAll, filesOf, fresh, sha256 } from './export-runs.ts';

let exports: ExportFunctions;
beforeAll(async () => {
  // Every step ends after its first part.
  exports = await startExports({ stepSeconds: 0.000_001 });
  await storePartner(exports.tables);
});
afterAll(() => exports.stop());
beforeEach(() => {
  exports.faults.clear();
  exports.tables.faults.clear();
});

test('a file of three parts, written in steps that each stop after a part, is the file written in one go', async () => {
  const rows = customers(120);
  await publish(exports.tables, rows);
  const exportId = await exports.order({ reports: ['deployment'] });
  const positions: WritingPosition[] = [];
  const progress: number[] = [];
  for (let [message] = await exports.takeMessages(); message; [message] = await exports.takeMessages()) {
    expect(await exports.deliver(message)).toBe(true);
    progress.push((await exports.show(exportId)).progress);
    const attempt = await readAttempt(exports.tables.jobs, exportId, message.attemptId ?? '');
    if (attempt?.written?.deployment) positions.push(attempt.written.deployment);
  }
  expect(progress).toHaveLength(3);
  expect(progress).toEqual(progress.toSorted((one, other) => one - other));

  const [file] = await filesOf(exports, exportId);
  expect(file?.rows).toBe(rows.length * PRODUCTS_EACH);
  const [key = ''] = await exports.keysOf(exportId);
  expect((await exports.readFile(key)).equals(inOneGo(rows))).toBe(true);
  // What is held in memory is what has come together for a part: never more than its least size and one customer.
  for (const { parts, bytes } of positions) {
    expect(bytes).toBeGreaterThanOrEqual(parts.length * PART_BYTES);
    expect(bytes).toBeLessThan(parts.length * (PART_BYTES + CUSTOMER_BYTES));
  }
});

test('two files of several parts, written in one pass that stops after each part, are those written in one go', async () => {
  const rows = customers(120).map((row) => {
    const name = 'long workload '.repeat(8_000);
    return { ...row, usage: { ...row.usage, workloads: [workload({ workload: name })] } };
  });
  await publish(exports.tables, rows);
  const exportId = await exports.order({ reports: ['deployment', 'usage'] });
  const starts: number[] = [];
  for (let [message] = await exports.takeMessages(); message; [message] = await exports.takeMessages()) {
    expect(await exports.deliver(message)).toBe(true);
    const attempt = await readAttempt(exports.tables.jobs, exportId, message.attemptId ?? '');
    const lines = Object.values(attempt?.written ?? {}).map(({ nextLine, member }) => {
      // The page of the line before, of which each has 20.
      expect(member?.line).toBe(20 * Math.floor((nextLine - 1) / 20));
      return nextLine;
    });
    if (attempt) starts.push(Math.min(...lines));
  }
  expect(starts).toEqual(starts.toSorted((one, other) => one - other));
  expect(starts.length).toBeGreaterThan(3);
  const [deployment, usage] = await filesOf(exports, exportId);
  expect(deployment).toMatchObject({ rows: 480, sha256: sha256(inOneGo(rows)) });
  expect(usage).toMatchObject({ rows: 120, sha256: sha256(inOneGo(rows, 'usage')) });
});

test('an attempt that an earlier release paused between its files goes on where that one stopped', async () => {
  const rows = customers(60);
  const { jobs } = exports.tables;
  await publish(exports.tables, rows);
  const exportId = await exports.order({ reports: ['usage', 'deployment'] });
  const [first] = await exports.takeMessages();
  await exports.deliver(first ?? fresh(exportId));
  const [step] = await exports.takeMessages();
  const job = await readExport(jobs, exportId, NOW);
  const paused = await readAttempt(jobs, exportId, step?.attemptId ?? '');
  if (!(step && job && paused?.written?.deployment)) throw new Error('The export is not paused');

  const { written: _written, ...rest } = paused;
  const { member: _member, ...open } = paused.written.deployment;
  const usage = inOneGo(rows, 'usage');
  const key = `exports/${exportId}/${paused.attemptId}/usage.csv`;
  await putObject('exports', key, usage, 'text/csv');
  const file = { report: 'usage' as const, name: 'usage.csv', key, rows: 60, bytes: usage.length };
  expect(await pauseAttempt(jobs, job, { ...rest, files: [{ ...file, sha256: sha256(usage) }], open })).toBe(true);

  await deliverAll(exports, step);
  expect(await filesOf(exports, exportId)).toEqual([
    { name: 'usage.csv', rows: 60, sha256: sha256(usage) },
    { name: expect.stringContaining('deployment'), rows: 240, sha256: sha256(inOneGo(rows)) },
  ]);
  expect(await exports.keysOf(exportId)).toHaveLength(2);
});

test('an export that breaks off between the completed upload and its publication is begun anew', async () => {
  const rows = customers(60);
  await publish(exports.tables, rows);
  const exportId = await exports.order({ reports: ['deployment'] });
  const [first] = await exports.takeMessages();
  expect(await exports.deliver(first ?? fresh(exportId))).toBe(true);
  const [continuation] = await exports.takeMessages();
  if (!continuation) throw new Error('The export did not go on in a message');

  exports.faults.before({ service: 's3', operation: 'CompleteMultipartUpload' }, () =>
    exports.tables.faults.inject({ ...JOB_UPDATE, times: 1, kind: { status: 400, code: 'InjectedFault' } }),
  );
  expect(await exports.deliver(continuation)).toBe(false);
  expect(await exports.deliver(continuation)).toBe(true);
  const restart = await exports.takeMessages();
  expect(restart).toEqual([{ exportId, restarts: 1, mailings: 0 }]);
  await deliverAll(exports, restart[0] ?? fresh(exportId));
  expect((await filesOf(exports, exportId))[0]?.sha256).toBe(sha256(inOneGo(rows)));
});

const JOB_UPDATE = { service: 'dynamodb', operation: 'UpdateItem', table: 'Jobs' } as const;

test('an attempt that can never go on does not begin anew for ever', async () => {
  await publish(exports.tables);
  const exportId = await exports.order();
  await exports.takeMessages();
  const lost = { exportId, attemptId: 'nobody', mailings: 0 };
  expect(await exports.deliver({ ...lost, restarts: 2 })).toBe(true);
  expect(await exports.takeMessages()).toEqual([{ exportId, restarts: 3, mailings: 0 }]);
  expect(await exports.deliver({ ...lost, restarts: 3 })).toBe(false);
  expect(await exports.takeMessages()).toEqual([]);
});

test('of two attempts at once one is published, and both have written the same bytes', async () => {
  const rows = customers(60);
  await publish(exports.tables, rows);
  const exportId = await exports.order();
  await exports.takeMessages();
  await Promise.all([deliverAll(exports, fresh(exportId)), deliverAll(exports, fresh(exportId))]);
  const files = await filesOf(exports, exportId);
  expect(files.map(({ name, rows: records }) => [name, records])).toEqual([
    ['seatpulse-contoso-deployment-2026-03-09.csv', 60 * PRODUCTS_EACH],
    ['seatpulse-contoso-usage-2026-03-09.csv', 60],
  ]);
  const keys = await exports.keysOf(exportId);
  const stored = await readExport(exports.tables.jobs, exportId, NOW);
  const published = (stored?.files ?? []).map(({ key }) => key);
  expect(new Set(published.map((key) => key.split('/')[2]))).toEqual(new Set([stored?.attemptId]));
  expect(keys).toEqual(expect.arrayContaining(published));
  for (const key of keys) {
    const report = key.endsWith('/deployment.csv') ? 0 : 1;
    expect(sha256(await exports.readFile(key))).toBe(files[report]?.sha256);
  }
});

test('of two deliveries of one step at once one goes on', async () => {
  await publish(exports.tables, customers(120));
  const exportId = await exports.order({ reports: ['deployment'] });
  const [first] = await exports.takeMessages();
  await exports.deliver(first ?? fresh(exportId));
  const [step] = await exports.takeMessages();
  if (!step) throw new Error('The export did not go on in a message');
  expect(await Promise.all([exports.deliver(step), exports.deliver(step)])).toEqual([true, true]);
  expect(await exports.takeMessages()).toEqual([step]);
  await deliverAll(exports, step);
  expect((await filesOf(exports, exportId))[0]?.sha256).toBe(sha256(inOneGo(customers(120))));
});

test.each([
  ['is gone', undefined],
  ['cannot be unpacked', Buffer.from('no gzip')],
  ['is cut short', gzipSync(JSON.stringify(customerRow())).subarray(0, 100)],
  ['ends in the middle of a line', gzipSync(JSON.stringify(customerRow()))],
  ['holds something else', gzipSync('{"customerId":"b"}\n')],
])('an export whose generation %s fails for good, with a reason', async (_, bytes) => {
  const { rows: Key } = generationKeys(await publish(exports.tables));
  const exportId = await exports.order();
  if (bytes) await putObject('portfolios', Key, bytes, 'application/gzip');
  else await s3Client().send(new DeleteObjectCommand({ Bucket: 'portfolios', Key }));
  expect(await exports.drain()).toBe(1);
  expect(await exports.show(exportId)).toMatchObject({
    status: 'failed',
    files: [],
    failure: { code: 'generation_unusable' },
  });
});

test('an export that nobody will deliver any more is shown as failed, and stays so', async () => {
  await publish(exports.tables);
  const exportId = await exports.order();
  await exports.takeMessages();
  const kind = { status: 400, code: 'InjectedFault' } as const;
  exports.faults.inject({ service: 's3', operation: 'PutObject', times: 1, kind });
  expect(await exports.deliver(fresh(exportId))).toBe(false);
  expect(await exports.show(exportId)).toMatchObject({ status: 'running' });
  const dead = await exports.deadLetters();
  expect(await exports.giveUp(fresh(exportId))).toBe(true);
  const failed = { status: 'failed', failure: { code: 'export_broken_off' } };
  expect(await exports.show(exportId)).toMatchObject(failed);
  expect(await exports.deadLetters()).toBe(dead + 1);
  expect(await exports.deliver(fresh(exportId))).toBe(true);
  expect(await exports.show(exportId)).toMatchObject(failed);
});

test('giving up an export that is complete leaves it complete', async () => {
  await publish(exports.tables);
  const exportId = await exports.order();
  await exports.drain();
  expect(await exports.giveUp(fresh(exportId))).toBe(true);
  expect(await exports.show(exportId)).toMatchObject({ status: 'complete' });
});

test('a message of an export that is gone is taken and does nothing', async () => {
  expect(await exports.deliver(fresh('20000000-0000-4000-8000-000000000002'))).toBe(true);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExport } from '../../../lib/exports/job/export-job-table.ts';
import { listExports } from '../../../lib/exports/job/list-exports.ts';
import { newImport } from '../../../lib/imports/job/import-job.ts';
import { createImport, listImports } from '../../../lib/imports/job/import-job-table.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';
import { exportOfContoso } from '../../unit/exports/contoso.ts';

const NOW = new Date('2026-03-10T12:00:00.000Z');
const DAY = 86_400_000;

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

const ago = (milliseconds: number): string => new Date(NOW.getTime() - milliseconds).toISOString();

/** Stores an export whose id tells when it was made. */
const storeExport = async (portfolio: string, minutesAgo: number, twin = 0): Promise<string> => {
  const exportId = `${twin}${String(minutesAgo).padStart(31, '0')}`;
  const createdAt = ago(minutesAgo * 60_000);
  await createExport(tables.jobs, exportOfContoso({ exportId, portfolio, createdAt, progressedAt: createdAt }));
  return exportId;
};

const storeImports = async (portfolio: string, count: number): Promise<void> => {
  for (let at = 0; at < count; at += 1)
    await createImport(
      tables.jobs,
      newImport({
        importId: `${portfolio}-${at}`,
        kind: 'graph.subscribedSkus',
        customerId: 'fabrikam',
        portfolio,
        createdAt: ago(at * 1000),
        day: undefined,
        replaceIdentityMode: false,
      }),
    );
};

const idsOf = async (portfolio: string, limit: number, cursor?: string) => {
  const { exports, cursor: next } = await listExports(tables.jobs, portfolio, { limit, cursor }, NOW);
  return { ids: exports.map(({ exportId }) => exportId), next };
};

test('lists a portfolio’s own exports, newest first, page after page', async () => {
  const ids = [await storeExport('paged', 1), await storeExport('paged', 2), await storeExport('paged', 3)];
  await storeExport('somebody-else', 2);
  expect(await idsOf('paged', 3)).toEqual({ ids, next: undefined });
  const first = await idsOf('paged', 2);
  expect(first.ids).toEqual(ids.slice(0, 2));
  expect(await idsOf('paged', 2, first.next)).toEqual({ ids: ids.slice(2), next: undefined });
});

test('two made in the same millisecond are both listed, also when a page ends between them', async () => {
  const twins = [await storeExport('twins', 5, 1), await storeExport('twins', 5, 2)];
  const first = await idsOf('twins', 1);
  const second = await idsOf('twins', 1, first.next);
  expect([...first.ids, ...second.ids].sort()).toEqual(twins);
  expect(second.next).toBeUndefined();
});

test('imports are listed apart from exports, however many there are of the others', async () => {
  await storeImports('mixed', 250);
  const id = await storeExport('mixed', 60);
  expect((await idsOf('mixed', 5)).ids).toEqual([id]);
  const { imports, cursor } = await listImports(tables.jobs, 'mixed', { limit: 2 }, NOW);
  expect(imports.map(({ importId }) => importId)).toEqual(['mixed-0', 'mixed-1']);
  const next = await listImports(tables.jobs, 'mixed', { limit: 500, cursor }, NOW);
  expect(next.imports).toHaveLength(248);
  expect(next.cursor).toBeUndefined();
});

test('after sixty days an export is listed no more, whether or not the table has deleted it', async () => {
  const id = await storeExport('old', 0);
  const later = (days: number) =>
    listExports(tables.jobs, 'old', { limit: 5 }, new Date(NOW.getTime() + days * DAY - 1)).then(({ exports }) =>
      exports.map(({ exportId }) => exportId),
    );
  expect(await later(60)).toEqual([id]);
  expect(await later(61)).toEqual([]);
});

test('a cursor from before what is remembered ends the list, and one of somebody’s own making is refused', async () => {
  await storeExport('cursors', 1);
  const cursorOf = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url');
  const old = cursorOf({ createdAt: ago(61 * DAY), job: 'export#x' });
  expect(await idsOf('cursors', 5, old)).toEqual({ ids: [], next: undefined });
  await expect(idsOf('cursors', 5, cursorOf({ after: 'x' }))).rejects.toMatchObject({ code: 'invalid_cursor' });
});

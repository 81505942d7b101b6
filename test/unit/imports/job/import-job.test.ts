import { expect, test } from 'vitest';
import { FileRefused, noFindings } from '../../../../lib/imports/formats/findings.ts';
import {
  completed,
  importJob,
  isFinished,
  newImport,
  refused,
  watched,
} from '../../../../lib/imports/job/import-job.ts';

const waiting = newImport({
  importId: '0b6c1e9e-0d3a-4a8e-9a6e-3f0f6a6f2f11',
  kind: 'graph.office365ActiveUserDetail',
  customerId: 'contoso',
  portfolio: 'fabrikam',
  createdAt: '2026-03-02T10:00:00.000Z',
  day: undefined,
  replaceIdentityMode: false,
});
const running = importJob.parse({
  ...waiting,
  status: 'running',
  step: 3,
  file: { etag: '"b1946ac9"', bytes: 1_000 },
  report: {
    phase: 'activity',
    at: { byte: 500, line: 7 },
    columns: ['Report Refresh Date'],
    rowsAt: { byte: 20, line: 1 },
    today: 20_514,
    day: 20_513,
    soldNamesakes: [],
    modes: { readable: 6, concealed: 0 },
  },
  progress: 0.35,
});
const at = new Date('2026-03-02T10:05:00Z');

test('stores a new import like this', () => {
  expect(importJob.parse(waiting)).toEqual({
    importId: '0b6c1e9e-0d3a-4a8e-9a6e-3f0f6a6f2f11',
    kind: 'graph.office365ActiveUserDetail',
    customerId: 'contoso',
    portfolio: 'fabrikam',
    createdAt: '2026-03-02T10:00:00.000Z',
    replaceIdentityMode: false,
    encoding: 'utf-8',
    allowShrink: false,
    allowOtherTenant: false,
    status: 'waiting',
    step: 0,
    found: { rows: 0, counts: {}, errors: [], errorCount: 0, warnings: [] },
    progress: 0,
  });
});

test('reads an import that was stored before encodings were, and what its file may end', () => {
  const { encoding: _, allowShrink: __, allowOtherTenant: ___, ...before } = waiting;
  expect(importJob.parse(before)).toEqual(waiting);
});

test('ends an import without the state of its reading', () => {
  const done = completed(running, { ...noFindings(), rows: 6 }, at);
  expect(done).toMatchObject({
    status: 'complete',
    step: 4,
    progress: 1,
    found: { rows: 6 },
    finishedAt: at.toISOString(),
  });
  expect(done.report).toBeUndefined();
  const failed = refused(running, noFindings(), new FileRefused('wrong_file', 'x', 1), at);
  expect(failed).toMatchObject({
    status: 'failed',
    step: 4,
    progress: 0.35,
    found: { errors: [{ code: 'wrong_file' }] },
  });
  expect([waiting, running, done, failed].map(isFinished)).toEqual([false, false, true, true]);
});

test('stores an import of no one customer without one', () => {
  const { customerId: _, ...rest } = waiting;
  const request = { ...rest, kind: 'partnerCenter.dynamicsUsage', customerId: undefined, day: undefined } as const;
  expect(importJob.parse(newImport(request))).toEqual({ ...rest, kind: 'partnerCenter.dynamicsUsage' });
});

test('who watches is told how far the step under way has come, and never less than before', () => {
  const step = (progress: number, rows: number) => {
    const shown = watched({ ...running, underway: { progress, rows } });
    return { progress: shown.progress, rows: shown.found.rows };
  };
  expect(step(0.5, 900)).toEqual({ progress: 0.5, rows: 900 });
  expect(step(0.1, 0)).toEqual({ progress: running.progress, rows: running.found.rows });
  expect(watched(running)).toEqual(running);
});

import { expect, test } from 'vitest';
import { newErasure } from '../../../lib/erasure/job/erasure-job.ts';
import { erasureView, viewErasure } from '../../../lib/erasure/job/erasure-view.ts';
import { newImport } from '../../../lib/imports/job/import-job.ts';
import { retryOfImport, retryOfUndo } from '../../../lib/imports/job/import-retry.ts';
import { retry, retryOf } from '../../../lib/jobs/retry.ts';

const SINCE = '2026-03-02T10:00:00.000Z';
const after = (time: string): Date => new Date(`2026-03-02T${time}:00.000Z`);
const FAILS_BY = '2026-03-02T13:45:00.000Z';

test('a job that nobody works on is taken up again within 15 minutes, each time, and fails after 15 deliveries', () => {
  expect(retryOf(undefined, after('12:00'))).toBeUndefined();
  expect(retryOf(SINCE, after('10:04'))).toBeUndefined();
  const first = { since: SINCE, by: '2026-03-02T10:15:00.000Z', failsBy: FAILS_BY };
  expect(retryOf(SINCE, after('10:05'))).toEqual(first);
  expect(retryOf(SINCE, after('10:15'))).toEqual({ ...first, by: '2026-03-02T10:30:00.000Z' });
  expect(retryOf(SINCE, after('13:44'))).toEqual({ ...first, by: FAILS_BY });
  expect(retryOf(SINCE, after('13:45'))).toBeUndefined();
  expect(retry.parse(first)).toEqual(first);
});

const job = newImport({
  importId: 'i',
  kind: 'graph.users',
  portfolio: 'alpine',
  createdAt: SINCE,
  replaceIdentityMode: false,
  customerId: 'contoso',
  day: undefined,
});

test('an import waits for that while it is being read, and its undo while that is under way', () => {
  const running = { ...job, status: 'running', progressedAt: SINCE } as const;
  expect(retryOfImport(running, after('10:10'))).toMatchObject({ since: SINCE });
  for (const other of [{ ...running, status: 'complete' } as const, { ...job, status: 'running' } as const])
    expect(retryOfImport(other, after('10:10'))).toBeUndefined();
  const undo = { status: 'running', requestedAt: SINCE, begun: true } as const;
  expect(retryOfUndo({ ...job, undo }, after('10:10'))).toMatchObject({ since: SINCE });
  const later = after('10:08').toISOString();
  expect(retryOfUndo({ ...job, undo: { ...undo, progressedAt: later } }, after('10:10'))).toBeUndefined();
  expect(retryOfUndo({ ...job, undo: { ...undo, status: 'done' } }, after('10:10'))).toBeUndefined();
});

test('an erasure says so but where it waits on purpose', () => {
  const request = { customerId: 'contoso', portfolio: '~operator', requestedBy: 'olga' };
  const erasure = { ...newErasure('e', request, new Date(SINCE)), status: 'running' as const };
  const shown = viewErasure(erasure, after('10:10'));
  expect(erasureView.parse(shown)).toMatchObject({ status: 'running', retry: { since: SINCE, failsBy: FAILS_BY } });
  for (const place of [
    { ...erasure.place, stage: 'settle' as const },
    { ...erasure.place, waits: 1 },
  ])
    expect(viewErasure({ ...erasure, place }, after('10:10'))).not.toHaveProperty('retry');
});

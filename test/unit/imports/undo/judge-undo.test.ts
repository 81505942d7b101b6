import { expect, test } from 'vitest';
import { type ImportJob, newImport } from '../../../../lib/imports/job/import-job.ts';
import { judgeUndo, type LastApplied } from '../../../../lib/imports/undo/judge-undo.ts';

const jobOf = (more: Partial<ImportJob> = {}): ImportJob => ({
  ...newImport({
    importId: 'i1',
    kind: 'graph.users',
    customerId: 'contoso',
    portfolio: 'fabrikam',
    createdAt: '2026-03-02T10:00:00.000Z',
    day: undefined,
    replaceIdentityMode: false,
  }),
  status: 'complete',
  finishedAt: '2026-03-02T10:05:00.000Z',
  replaced: { holders: 3, holdings: 5 },
  ...more,
});
const madeBy = (importId: string, at = '2026-03-02T10:01:00.000Z') => ({
  importId,
  at,
  kept: 'assignment-list/x',
  counts: { holders: 3, holdings: 5 },
});
const own: LastApplied = { made: madeBy('i1') };
const NOW = new Date('2026-03-03T10:00:00Z');

test('the import applied last can be undone for 14 days from when it began to be applied', () => {
  const until = '2026-03-16T10:01:00.000Z';
  const can = { can: true, until, counts: { holders: 3, holdings: 5 } };
  expect(judgeUndo(jobOf(), own, NOW)).toEqual(can);
  expect(judgeUndo(jobOf(), own, new Date('2026-03-16T10:00:59.999Z'))).toEqual(can);
  expect(judgeUndo(jobOf(), own, new Date(until))).toMatchObject({ can: false, code: 'undo_expired' });
});

test('one that broke off while it was applied can be undone too', () => {
  expect(judgeUndo(jobOf({ status: 'failed', replaced: undefined }), own, NOW)).toMatchObject({ can: true });
});

test.each<[string, Partial<ImportJob>, LastApplied | undefined, string, string]>([
  ['is not finished', { status: 'running' }, own, 'import_not_finished', 'still running'],
  [
    'was undone',
    { undo: { status: 'done', requestedAt: '2026-03-03T09:00:00Z', begun: true } },
    own,
    'already_undone',
    '',
  ],
  ['is of a kind that replaces nothing', { replaced: undefined }, undefined, 'nothing_to_undo', 'replaces no list'],
  ['was refused', { status: 'failed', replaced: undefined }, {}, 'nothing_to_undo', 'was not taken'],
  ['left the list alone', { replaced: undefined }, { made: madeBy('i2') }, 'nothing_to_undo', 'replaced nothing'],
  [
    'was followed by another',
    {},
    { made: madeBy('i2') },
    'newer_applied',
    'the import "i2" (2026-03-02T10:01:00.000Z)',
  ],
  [
    'was followed by a request',
    {},
    { ...own, requestedOn: '2026-03-02' },
    'newer_applied',
    'by a request (2026-03-02)',
  ],
  ['lost its list to another word', {}, {}, 'newer_applied', 'another word'],
])('an import that %s cannot be undone, and says why', (_, more, last, code, words) => {
  const verdict = judgeUndo(jobOf(more), last, NOW);
  expect(verdict).toMatchObject({ can: false, code, message: expect.stringContaining(words) });
});

test('an undo that has begun goes to its end, whatever a request says meanwhile, but not over another import', () => {
  const begun = jobOf({ undo: { status: 'running', requestedAt: '2026-03-03T09:00:00.000Z', begun: true } });
  expect(judgeUndo(begun, { ...own, requestedOn: '2026-03-03' }, NOW)).toMatchObject({ can: true });
  expect(judgeUndo(begun, { made: madeBy('i0', '2026-03-01T09:00:00.000Z') }, NOW)).toMatchObject({ can: true });
  expect(judgeUndo(begun, { made: madeBy('i2', '2026-03-03T09:30:00.000Z') }, NOW)).toMatchObject({
    code: 'newer_applied',
  });
});

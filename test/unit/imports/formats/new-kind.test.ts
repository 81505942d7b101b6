import { expect, test } from 'vitest';
import * as z from 'zod';
import { FORMS } from '../../../../lib/imports/formats/kinds/forms.ts';
import type { ImportKind } from '../../../../lib/imports/formats/kinds/import-kind.ts';
import { IMPORT_KINDS } from '../../../../lib/imports/formats/kinds/kinds.ts';
import { kindsByName, namesOfKinds } from '../../../../lib/imports/formats/kinds/look-up-kinds.ts';
import { headerRecogniser, likeness } from '../../../../lib/imports/formats/kinds/recognise-header.ts';
import { foreignItemRecogniser } from '../../../../lib/imports/formats/kinds/recognise-items.ts';
import { activityReportReaders, READERS } from '../../../../lib/imports/formats/readers/readers.ts';
import { parseDay } from '../../../../lib/time/day.ts';
import { headerOf } from '../../../fixtures/imports/activity-reports.ts';

/** What the file of a new kind would hold. */
const boards = {
  kind: 'graph.boardsActivityUserDetail',
  form: 'activityReport',
  name: 'Boards activity',
  note: 'Who pinned or moved cards last.',
  signs: { file: 'the report getBoardsActivityUserDetail', columns: ['User Principal Name', 'Pinned Card Count'] },
  workload: 'boards',
  deleted: { column: 'Is Deleted' },
} as const satisfies ImportKind;
const HEADER = ['Report Refresh Date', 'User Principal Name', 'Is Deleted', 'Last Activity Date', 'Pinned Card Count'];

const contracts = {
  kind: 'shop.contracts',
  form: 'sellerList',
  name: 'Contracts',
  note: 'What a shop sold.',
  signs: { call: 'GET /contracts', list: 'items', properties: [['contractId', 'seats']] },
} as const satisfies ImportKind;

const kinds = [...IMPORT_KINDS, boards, contracts];

test('a file of a new kind in the list is recognised, and so are all others', () => {
  const recognise = headerRecogniser(kinds);
  const file = recognise(HEADER);
  expect(file?.kind).toBe('graph.boardsActivityUserDetail');
  expect(file && likeness(file)).toBe('it looks like graph.boardsActivityUserDetail');
  expect(recognise(headerOf('sharepoint'))?.kind).toBe('graph.sharePointActivityUserDetail');
  expect(headerRecogniser(IMPORT_KINDS)(HEADER)).toBeUndefined();
});

test('the items of a new kind in the list are recognised where others are wanted', () => {
  const wanted = kindsByName(kinds)['partnerCenter.subscriptions'].signs;
  const items = [{ contractId: 'a', seats: 5 }];
  expect(foreignItemRecogniser(kinds)(items, wanted)).toBe('shop.contracts');
  expect(foreignItemRecogniser(kinds)(items, contracts.signs)).toBeUndefined();
  expect(foreignItemRecogniser(IMPORT_KINDS)(items, wanted)).toBeUndefined();
});

test('a new kind in the list is taken by requests, described and called by its name', () => {
  const names = namesOfKinds(kinds);
  expect(names.parse('graph.boardsActivityUserDetail')).toBe('graph.boardsActivityUserDetail');
  expect(z.toJSONSchema(names).enum).toEqual([...IMPORT_KINDS.map(({ kind }) => kind), boards.kind, contracts.kind]);
  const kind = kindsByName(kinds)['graph.boardsActivityUserDetail'];
  expect(kind).toMatchObject({ name: 'Boards activity', note: 'Who pinned or moved cards last.' });
  expect(FORMS[kind.form]).toMatchObject({ saysDay: true, namesUsers: true, namesCustomers: false });
});

test('a new report on one workload is read without a reader of its own', () => {
  const { workloads, readRow } = activityReportReaders(kinds)['graph.boardsActivityUserDetail'](HEADER);
  expect(workloads).toEqual(['boards']);
  expect(readRow(['2026-03-01', 'Ada@contoso.com', 'False', '2026-02-27', '3'])).toEqual({
    row: {
      refreshDay: parseDay('2026-03-01'),
      userId: 'ada@contoso.com',
      deleted: false,
      lastActive: [{ workload: 'boards', day: parseDay('2026-02-27') }],
    },
  });
});

test('no two kinds share a name', () => {
  expect(new Set(IMPORT_KINDS.map(({ kind }) => kind)).size).toBe(IMPORT_KINDS.length);
  expect(new Set(IMPORT_KINDS.map(({ name }) => name)).size).toBe(IMPORT_KINDS.length);
});

test('what does not decide on every form, or lacks the reader of a kind, does not compile', () => {
  const { userList: _traits, ...otherForms } = FORMS;
  // @ts-expect-error: the traits of a form are missing
  const traits: typeof FORMS = otherForms;
  const { 'graph.users': _reader, ...otherReaders } = READERS;
  // @ts-expect-error: the reader of a kind is missing
  const readers: typeof READERS = otherReaders;
  expect([traits, readers].map((record) => Object.keys(record).length)).toEqual([9, IMPORT_KINDS.length - 1]);
});

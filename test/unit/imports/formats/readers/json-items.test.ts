import { expect, test } from 'vitest';
import type { JsonForm } from '../../../../../lib/imports/formats/kinds/forms.ts';
import { KINDS_BY_NAME, type KindOf } from '../../../../../lib/imports/formats/kinds/kinds.ts';
import { itemsOf as itemsOfKind } from '../../../../../lib/imports/formats/readers/json-items.ts';
import { companySubscription, directoryAnswer } from '../../../../fixtures/imports/directory-subscriptions.ts';
import { partnerCenterAnswer, soldSubscription } from '../../../../fixtures/imports/partner-center-subscriptions.ts';
import { E3, skusAnswer, subscribedSku } from '../../../../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, usersAnswer } from '../../../../fixtures/imports/users.ts';

type JsonKindName = KindOf<JsonForm>['kind'];

const ANSWERS: Readonly<Record<JsonKindName, object>> = {
  'graph.subscribedSkus': skusAnswer([subscribedSku({ skuId: E3 })]),
  'graph.directorySubscriptions': directoryAnswer([companySubscription('a')]),
  'graph.users': usersAnswer([graphUser('ada', [assignment()])]),
  'partnerCenter.subscriptions': partnerCenterAnswer([soldSubscription('a')]),
};
const KINDS = Object.keys(ANSWERS) as JsonKindName[]; // Object.keys forgets the literal types
const itemsOf = (document: unknown, kind: JsonKindName) => itemsOfKind(document, KINDS_BY_NAME[kind]);

const pairs = KINDS.flatMap((file) => KINDS.map((kind) => [file, kind] as const));

test.each(pairs.filter(([file, kind]) => file === kind))('takes a file of %s', (_, kind) => {
  expect(itemsOf(ANSWERS[kind], kind)).toHaveLength(1);
});

test.each(pairs.filter(([file, kind]) => file !== kind))('names a file of %s that is handed in as %s', (file, kind) => {
  expect(() => itemsOf(ANSWERS[file], kind)).toThrow(
    expect.objectContaining({ code: 'wrong_file', message: expect.stringContaining(`of the kind ${file}.`) }),
  );
});

test('tells a file by its first items, whatever is between them', () => {
  const strange = [null, 'text', { id: 'x' }];
  const users = [...strange, graphUser('ada', [])];
  expect(itemsOf(users, 'graph.users')).toEqual(users);
  expect(() => itemsOf(users, 'graph.subscribedSkus')).toThrow('looks like one of the kind graph.users');
  const mixed = [graphUser('ada', []), subscribedSku({ skuId: E3 })];
  expect(itemsOf({ value: mixed }, 'graph.subscribedSkus')).toEqual(mixed);
});

test('names users fetched without their licences', () => {
  const users = usersAnswer([{ id: 'x', displayName: 'Ada', userPrincipalName: 'ada@contoso.com' }]);
  expect(() => itemsOf(users, 'graph.subscribedSkus')).toThrow('of the kind graph.users');
});

const item = soldSubscription('a');
test.each<[string, object, JsonKindName]>([
  [
    'a next link of Graph',
    { ...skusAnswer([subscribedSku({ skuId: E3 })]), '@odata.nextLink': 'https://graph' },
    'graph.subscribedSkus',
  ],
  ['a count of Graph', { ...usersAnswer([graphUser('ada', [])]), '@odata.count': 2 }, 'graph.users'],
  [
    'a next link of Partner Center',
    partnerCenterAnswer([item], { links: { next: { uri: '/next' } } }),
    'partnerCenter.subscriptions',
  ],
  ['a total of Partner Center', partnerCenterAnswer([item], { totalCount: 2 }), 'partnerCenter.subscriptions'],
])('tells by %s that the file is a part', (_, document, kind) => {
  expect(() => itemsOf(document, kind)).toThrow(expect.objectContaining({ code: 'incomplete' }));
});

test('takes a whole answer with an empty link and a smaller total', () => {
  const document = partnerCenterAnswer([item], { totalCount: 0, links: { next: null }, '@odata.nextLink': null });
  expect(itemsOf(document, 'partnerCenter.subscriptions')).toEqual([item]);
});

test('takes a single item, and one where a list is wanted, as PowerShell writes a list of one', () => {
  expect(itemsOf(item, 'partnerCenter.subscriptions')).toEqual([item]);
  expect(itemsOf({ items: item }, 'partnerCenter.subscriptions')).toEqual([item]);
  expect(() => itemsOf(graphUser('ada', []), 'partnerCenter.subscriptions')).toThrow('of the kind graph.users');
});

test('takes the names of properties as PowerShell writes them', () => {
  const pascal = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(pascal);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name.charAt(0).toUpperCase() + name.slice(1), pascal(inner)]),
    );
  };
  for (const kind of KINDS) {
    expect(itemsOf(pascal(ANSWERS[kind]), kind)).toEqual(itemsOf(ANSWERS[kind], kind));
    expect(itemsOf(pascal(itemsOf(ANSWERS[kind], kind)), kind)).toEqual(itemsOf(ANSWERS[kind], kind));
  }
  const other = pascal(ANSWERS['graph.users']);
  expect(() => itemsOf(other, 'graph.subscribedSkus')).toThrow('of the kind graph.users');
});

test.each<[string, unknown, string]>([
  ['nothing', null, 'wrong_file'],
  ['a single thing that is no item', { id: 'x' }, 'wrong_file'],
  ['a list under another name', { value: [{ id: 'x' }] }, 'wrong_file'],
  ['an empty list', { totalCount: 0, items: [] }, 'empty_file'],
  ['an empty bare list', [], 'empty_file'],
])('refuses %s', (_, document, code) => {
  expect(() => itemsOf(document, 'partnerCenter.subscriptions')).toThrow(expect.objectContaining({ code }));
});

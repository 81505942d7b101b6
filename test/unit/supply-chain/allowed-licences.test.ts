import { expect, test } from 'vitest';
import { forbiddenIn, softwareBill } from '../../../infra/supply-chain/allowed-licences.ts';

const component = (name: string, licenses: unknown[], isTool = false) => ({
  name,
  version: '1.0.0',
  licenses,
  properties: isTool ? [{ name: 'cdx:npm:package:development', value: 'true' }] : [],
});
const id = (licence: string) => ({ license: { id: licence } });
const forbidden = (...components: unknown[]) => forbiddenIn(softwareBill.parse({ components }));

test('what is deployed is under licences that only ask to be kept', () => {
  expect(forbidden(component('a', [id('MIT')]), component('b', [id('Apache-2.0')]))).toEqual([]);
  expect(forbidden(component('a', [id('GPL-3.0-only')]), component('b', [id('MPL-2.0')]))).toEqual([
    'a@1.0.0 (GPL-3.0-only)',
    'b@1.0.0 (MPL-2.0)',
  ]);
});

test('a tool may be under the Mozilla licence, and under no stronger one', () => {
  expect(forbidden(component('a', [id('MPL-2.0')], true), component('b', [id('AGPL-3.0-only')], true))).toEqual([
    'b@1.0.0 (AGPL-3.0-only)',
  ]);
});

test('a package without a licence, or with one of its own, is refused', () => {
  expect(forbidden(component('a', []), component('b', [{ license: { name: 'See LICENSE' } }]))).toEqual([
    'a@1.0.0 (no licence)',
    'b@1.0.0 (See LICENSE)',
  ]);
});

test.each([
  ['(MIT OR GPL-3.0-or-later)', true],
  ['GPL-3.0-only OR MIT AND ISC', true],
  ['MIT AND GPL-3.0-only', false],
  ['GPL-3.0-only AND ISC OR EUPL-1.1+', false],
  ['(MIT OR (ISC AND GPL-2.0-only))', false],
])('the expression %s is allowed: %s', (expression, allowed) => {
  expect(forbidden(component('a', [{ expression }]))).toHaveLength(allowed ? 0 : 1);
});

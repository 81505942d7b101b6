import { beforeAll, expect } from 'vitest';
import { givenPartner, operatorToken } from '../steps/given.ts';
import { formTokenOf, openPage, signIn, signOut } from '../steps/pages.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { call } from '../steps/when.ts';

const test = needsLocalRuntime('it signs in at the local issuer, without a browser.');

let ana: string;
let bo: string;
beforeAll(async () => {
  [ana, bo] = [(await givenPartner()).subject, (await givenPartner()).subject];
});

const TO_SIGN_IN = { status: 303, location: '/auth/sign-in?to=%2Fexports' };

test('who signs out in one place is signed out everywhere, a copied cookie included, and can sign in again at once', async () => {
  const [here, there, others] = [await signIn(ana), await signIn(ana), await signIn(bo)];
  for (const session of [here, there, others]) expect(await openPage(session)).toMatchObject({ status: 200 });
  expect(await signOut(here)).toMatchObject({ status: 303, location: '/signed-out' });
  const again = await signIn(ana);
  for (const copied of [here, there]) expect(await openPage(copied)).toMatchObject(TO_SIGN_IN);
  for (const session of [again, others]) expect(await openPage(session)).toMatchObject({ status: 200 });
});

test('a form of a session that was ended does nothing, and leads to the page that says so', async () => {
  const [here, there] = [await signIn(ana), await signIn(ana)];
  await signOut(here);
  const again = await signIn(ana);
  expect(await signOut(there)).toMatchObject({ status: 303, location: '/signed-out' });
  expect(await openPage(again), 'a dead session ends no other').toMatchObject({ status: 200 });
});

test('nobody is signed out by a form without the session’s own token', async () => {
  const [one, other] = [await signIn(ana), await signIn(bo)];
  expect(await signOut(one, await formTokenOf(other))).toMatchObject({ status: 403 });
  expect(await openPage(one)).toMatchObject({ status: 200 });
});

test('it is recorded who signs in and out', async () => {
  const { subject } = await givenPartner();
  await signOut(await signIn(subject));
  const { body } = await call(`GET /v1/audit?subject=${encodeURIComponent(subject)}`, { token: await operatorToken() });
  expect(body.entries).toMatchObject([
    { action: 'sign-out', outcome: 'done' },
    { action: 'sign-in', outcome: 'done' },
  ]);
});

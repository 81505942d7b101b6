import { createHash } from 'node:crypto';
import { jwtDecrypt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSealer } from '../../../functions/dashboard/session/sealed.ts';
import { newSession, sessionCookie } from '../../../functions/dashboard/session/session.ts';
import { createSignIn } from '../../../functions/dashboard/session/sign-in.ts';
import { createClock } from '../../../infra/local/clock.ts';
import { startIssuer } from '../../../infra/local/issuer/issuer.ts';
import type { Holdings } from '../../../lib/licensing/assignment.ts';
import { fixedKeys } from '../../fixtures/session-keys.ts';
import { CURSORS, ITEMS, MESSAGES, OBJECTS, SEALED } from './pinned-shapes.ts';
import type { StoredItem } from './product.ts';
import { formOf, shapesOf } from './shape.ts';
import { cursorSamples, itemSamples, kindOf, messageSamples, objectSamples } from './stored.ts';
import { type Story, tellStory } from './story.ts';

const DAY = 86_400;

let story: Story;
beforeAll(async () => {
  story = await tellStory();
}, 240_000);
afterAll(() => story.product.stop());

test('every item has the shape that its kind is pinned to', () => {
  expect(shapesOf(itemSamples(story.items))).toEqual(ITEMS);
});

test('every object that is read back has the shape that its kind is pinned to', () => {
  expect(shapesOf(objectSamples(story.objects))).toEqual(OBJECTS);
});

test('objects lie where items and addresses say that they do', () => {
  expect([...new Set(story.objects.map(({ bucket, key }) => `${bucket} ${formOf(key)}`))].sort()).toEqual([
    'exports exports/{uuid}/{uuid}/deployment.csv',
    'exports exports/{uuid}/{uuid}/recommendations.csv',
    'exports exports/{uuid}/{uuid}/usage.csv',
    'portfolios portfolios/{portfolio}/{day}/{uuid}/index.columns.gz',
    'portfolios portfolios/{portfolio}/{day}/{uuid}/rows.ndjson.gz',
    'uploads erasures/{instant}/{uuid}.json',
    'uploads imports/{uuid}',
    'uploads replaced/{customer}/{uuid}/assignment-list/{sha256}.json.gz',
    'uploads replaced/{customer}/{uuid}/coverage/{sha256}.json.gz',
    'uploads replaced/{customer}/{uuid}/seat-totals/{sha256}.json.gz',
    'uploads replaced/{customer}/{uuid}/subscriptions/{sha256}.json.gz',
    'uploads replaced/{customer}/{uuid}/users/{sha256}.json.gz',
  ]);
});

test('every message of the product to itself has the shape that its queue is pinned to', () => {
  expect(shapesOf(messageSamples(story.sent))).toEqual(MESSAGES);
});

test('every cursor holds what its list is pinned to', () => {
  expect(shapesOf(cursorSamples(story.cursors))).toEqual(CURSORS);
});

test('what a browser keeps sealed has the shape that it is pinned to', async () => {
  const version = { id: 'version-1', secret: 'a secret of at least 32 characters' };
  const now = new Date('2026-03-02T10:00:00Z');
  const sealer = createSealer(fixedKeys(version));
  const issuer = await startIssuer({ port: 0, clock: createClock(now) });
  const signIn = createSignIn(sealer, {
    issuer: issuer.url.origin,
    clientId: 'pages',
    pagesUrl: 'https://pages.example',
  });
  const cookies = [
    await sessionCookie(sealer, newSession('anna', now), now),
    await sessionCookie(sealer, { ...newSession('olga', now), actingAs: 'northwind' }, now),
    (await signIn.begin('/exports', now)).cookie,
  ];
  await issuer.stop();
  const key = createHash('sha256').update(version.secret).digest();
  const samples = cookies.map(async (cookie) => {
    const [, name = '', sealed = ''] = /^([\w-]+)=([^;]+)/u.exec(cookie) ?? [];
    const { payload, protectedHeader } = await jwtDecrypt(sealed, key, { currentDate: now });
    return { kind: name, value: { header: protectedHeader, payload } };
  });
  expect(shapesOf(await Promise.all(samples))).toEqual(SEALED);
});

/** When an item may be forgotten, in epoch seconds, by kind; those of kinds that are not here are never forgotten. */
const FORGOTTEN: Readonly<Record<string, (item: StoredItem['item'], created: string) => number | undefined>> = {
  'Activity {customer} | {address}': ({ lastDay }) => (Number(lastDay) + 32) * DAY,
  'Insights customer#{customer} | recalculation#{day}': ({ day }) =>
    Date.parse(String(day).slice('recalculation#'.length)) / 1000 + 8 * DAY,
  'Insights customer#{customer} | {day}': ({ day }) => Date.parse(String(day)) / 1000 + 400 * DAY,
  'Insights portfolio#{portfolio} | {day}': ({ day }) => Date.parse(String(day)) / 1000 + 400 * DAY,
  'Jobs audit#{month} | {instant}#{uuid}': ({ at }) => Math.floor(Date.parse(String(at)) / 1000) + 400 * DAY,
  'Jobs export#{uuid} | attempt#{uuid}': (_, created) => sixtyDaysAfter(created),
  'Jobs export#{uuid} | download#{instant}#{uuid}': (_, created) => sixtyDaysAfter(created),
  'Jobs export#{uuid} | job': (_, created) => sixtyDaysAfter(created),
  'Jobs export#{uuid} | mail#{address}': (_, created) => sixtyDaysAfter(created),
  'Jobs erasure#{uuid} | job': (_, created) => Math.floor(Date.parse(created) / 1000) + 400 * DAY,
  'Jobs import#{uuid} | job': (_, created) => sixtyDaysAfter(created),
  'Licensing customer#{customer} | assignment#{address}': ({ holdings }) => endOf(holdings as Holdings), // pinned as such
  'Jobs budget#reports#{uuid} | 20': ({ expiresAt }) => Number(expiresAt), // counted from the call, see budget.test.ts
  'Jobs collection#{customer} | {portfolio}#microsoft': ({ startedAt }) => sixtyDaysAfter(String(startedAt)),
  'Jobs collection#{customer} | {portfolio}#own': ({ startedAt }) => sixtyDaysAfter(String(startedAt)),
  'Jobs discovery#{portfolio} | microsoft': ({ startedAt }) => sixtyDaysAfter(String(startedAt)),
  'Jobs limit#{portfolio} | collectionsPerHour#{instant}': ({ item }) => aDayAfter(startOf(item)) + 3_600,
  'Jobs limit#{portfolio} | exportsPerHour#{instant}': ({ item }) => aDayAfter(startOf(item)) + 3_600,
  'Jobs limit#{portfolio} | importsPerDay#{instant}': ({ item }) => aDayAfter(startOf(item)) + DAY,
  'Jobs limit#{portfolio} | mailsPerDay#{instant}': ({ item }) => aDayAfter(startOf(item)) + DAY,
  'Jobs link#{sha256} | link': (_, created) => sixtyDaysAfter(created),
  'Jobs link#{sha256} | use#{instant}#{uuid}': (_, created) => sixtyDaysAfter(created),
  'Jobs recalculation#{portfolio} | all': ({ requestedAt }) => aDayAfter(requestedAt),
  'Jobs recalculation#{portfolio} | customer#{customer}': ({ requestedAt }) => aDayAfter(requestedAt),
  'Jobs sign-out#{subject} | last': ({ signedOutAt }) => Math.ceil(Date.parse(String(signedOutAt)) / 1000) + 10 * 3_600,
  'Jobs recipient#{address} | undeliverable': ({ since }) => sixtyDaysAfter(String(since)),
};

const startOf = (item: unknown): string => String(item).split('#')[1] ?? '';

const aDayAfter = (instant: unknown): number => Math.floor(Date.parse(String(instant)) / 1000) + DAY;

/** 32 days after the last holding ended, where all have. */
const endOf = (holdings: Holdings): number | undefined => {
  const last = Object.values(holdings).map((history) => history.at(-1));
  if (last.length === 0 || last.some((one) => one?.[1])) return undefined;
  return (Math.max(...last.map((one) => one?.[0] ?? 0)) + 32) * DAY;
};

const sixtyDaysAfter = (instant: string): number => Math.floor(Date.parse(instant) / 1000) + 60 * DAY;

test('each item is forgotten when its time is over: 32 days after its last day, 400 after its own, 60 after its job was made', () => {
  const created = new Map(
    story.items.flatMap(({ item }) => ('createdAt' in item ? [[item.job, String(item.createdAt)] as const] : [])),
  );
  const wanted = story.items.map((one) => ({
    kind: kindOf(one),
    expiresAt: FORGOTTEN[kindOf(one)]?.(one.item, created.get(one.item.job) ?? ''),
  }));
  expect(story.items.map((one) => ({ kind: kindOf(one), expiresAt: one.item.expiresAt }))).toEqual(wanted);
});

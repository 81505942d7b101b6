import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { operations } from '../../../functions/manage-settings/request.ts';
import { listEntries } from '../../../lib/audit/list-entries.ts';
import { openApiDocument } from '../../../lib/http/openapi.ts';
import { settingsInForce } from '../../../lib/settings/settings.ts';
import { createSettingsReader, readSettings, replaceSettings } from '../../../lib/settings/settings-table.ts';
import { callApi, operator, partnerUser } from '../../fixtures/api-event.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';
import { createOpenApiCheck } from '../../steps/openapi-check.ts';

const check = createOpenApiCheck(
  JSON.parse(JSON.stringify(openApiDocument(Object.values(operations), 'https://api.example'))),
);

let tables: TestTables;
let handler: unknown;
beforeAll(async () => {
  tables = await startTables();
  ({ handler } = await import('../../../functions/manage-settings/handler.ts'));
});
afterAll(() => tables.stop());
beforeEach(() => tables.faults.clear());

const call = async (method: 'GET' | 'PUT', body?: unknown, caller = operator) => {
  const answer = await callApi(handler, { route: `${method} /v1/settings`, caller, body });
  check(method, '/v1/settings', answer.status, answer.body);
  return answer;
};
const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });
const DEFAULTS = settingsInForce({});
const link = { title: 'Get started with Teams', url: 'https://training.example/teams' };

test('answers the defaults before anything was set', async () => {
  expect(await call('GET')).toMatchObject({ status: 200, body: DEFAULTS });
});

test('replaces all settings: what is left out has its default again', async () => {
  const first = await call('PUT', {
    freshnessLimitDays: { activity: 3, supportCases: 90 },
    recommendationLinks: { 'low-usage': [link], 'support-load': [] },
  });
  const inForce = {
    freshnessLimitDays: { ...DEFAULTS.freshnessLimitDays, activity: 3, supportCases: 90 },
    recommendationLinks: { ...DEFAULTS.recommendationLinks, 'low-usage': [link] },
    recommendationRules: DEFAULTS.recommendationRules,
    limitsPerPartner: DEFAULTS.limitsPerPartner,
  };
  expect(first).toMatchObject({ status: 200, body: inForce });
  expect((await call('GET')).body).toEqual(inForce);
  expect((await call('PUT', { recommendationLinks: { 'idle-seats': [link, link] } })).body).toEqual({
    freshnessLimitDays: DEFAULTS.freshnessLimitDays,
    recommendationLinks: { ...DEFAULTS.recommendationLinks, 'idle-seats': [link, link] },
    recommendationRules: DEFAULTS.recommendationRules,
    limitsPerPartner: DEFAULTS.limitsPerPartner,
  });
  expect((await call('PUT', {})).body).toEqual(DEFAULTS);
  expect((await call('GET')).body).toEqual(DEFAULTS);
});

test('it is recorded who replaced which settings by which', async () => {
  const [fresh, fresher] = [{ freshnessLimitDays: { activity: 6 } }, { freshnessLimitDays: { activity: 7 } }];
  for (const stated of [fresh, fresher, fresher]) await call('PUT', stated);
  const { entries } = await listEntries(
    tables.jobs,
    { action: 'settings.put' },
    { limit: 100, now: new Date('2026-03-02') },
  );
  const ofTheLast = entries.filter(({ after }) => after === JSON.stringify(fresher));
  expect(ofTheLast).toEqual([
    {
      at: '2026-03-02T10:00:00.000Z',
      subject: operator.subject,
      portfolio: '~operator',
      requestId: 'test-request',
      action: 'settings.put',
      before: JSON.stringify(fresh),
      after: JSON.stringify(fresher),
      outcome: 'done',
    },
  ]);
});

test('sets rules for workloads and products that the catalogue knows, and refuses others by name', async () => {
  const rules = {
    'low-usage': { threshold: 30, workloads: { yammer: 10 } },
    'idle-seats': { enabled: false },
    'low-deployment': { products: { enterprisepack: null } },
  };
  expect((await call('PUT', { recommendationRules: rules })).body).toMatchObject({
    recommendationRules: {
      'low-usage': { enabled: true, threshold: 30, workloads: { skypeforbusiness: null, yammer: 10 } },
      'idle-seats': { enabled: false },
      'low-deployment': { enabled: true, threshold: 85, products: { enterprisepack: null } },
    },
  });
  const unknown = { 'low-usage': { workloads: { teems: 10 } }, 'idle-seats': { products: { spe_e9: 5 } } };
  expect(await call('PUT', { recommendationRules: unknown })).toMatchObject({
    ...problem(400, 'unknown_workload'),
    body: { errors: [{ pointer: '/recommendationRules/low-usage/workloads/teems' }] },
  });
  expect(await call('PUT', { recommendationRules: { 'idle-seats': unknown['idle-seats'] } })).toMatchObject({
    ...problem(400, 'unknown_sku'),
    body: { errors: [{ pointer: '/recommendationRules/idle-seats/products/spe_e9' }] },
  });
  expect(await readSettings(tables.licensing)).toMatchObject({
    recommendationRules: { 'low-usage': { threshold: 30 } },
  });
  await call('PUT', {});
});

test('stores what was stated and no defaults, so that a default of a newer version holds', async () => {
  await call('PUT', { freshnessLimitDays: { activity: 7 } });
  const Key = { owner: 'settings', record: 'current' };
  const { Item } = await tables.licensing.client.send(new GetCommand({ TableName: tables.licensing.name, Key }));
  expect(Item).toEqual({ ...Key, freshnessLimitDays: { activity: 7 }, revision: expect.any(String) });
});

test('refuses bad settings and leaves those in force as they were', async () => {
  await call('PUT', { freshnessLimitDays: { activity: 5 } });
  const refused = await call('PUT', { freshnessLimitDays: { activity: 0 }, recommendationLinks: {} });
  expect(refused).toMatchObject({
    ...problem(400, 'invalid_request'),
    body: { errors: [{ pointer: '/freshnessLimitDays/activity' }] },
  });
  expect(await call('PUT', { freshnessLimitDays: { activities: 3 } })).toMatchObject(problem(400, 'invalid_request'));
  expect(await call('PUT', undefined)).toMatchObject(problem(400, 'missing_body'));
  expect(await readSettings(tables.licensing)).toMatchObject({ freshnessLimitDays: { activity: 5 } });
});

test('only an operator reads and changes settings', async () => {
  for (const method of ['GET', 'PUT'] as const)
    expect(await call(method, {}, partnerUser('northwind'))).toMatchObject(problem(403, 'missing_scope'));
});

test('of several replacements at once one holds whole', async () => {
  await Promise.all(
    [1, 2, 3].map((days) => call('PUT', { freshnessLimitDays: { activity: days, subscriptions: days } })),
  );
  const { freshnessLimitDays } = await readSettings(tables.licensing);
  expect(freshnessLimitDays.activity).toBe(freshnessLimitDays.subscriptions);
  expect([1, 2, 3]).toContain(freshnessLimitDays.activity);
});

const at = (seconds: number) => new Date(Date.parse('2026-03-02T10:00:00Z') + seconds * 1000);
const setActivity = (activity: number) => replaceSettings(tables.licensing, { freshnessLimitDays: { activity } });

test('a reader remembers for less than a minute, and not for a moment before it read', async () => {
  const read = createSettingsReader(tables.licensing);
  const activityAt = async (seconds: number) => (await read(at(seconds))).freshnessLimitDays.activity;
  await setActivity(10);
  expect(await activityAt(0)).toBe(10);
  await setActivity(20);
  expect(await activityAt(59.999)).toBe(10);
  expect(await activityAt(60)).toBe(20);
  await setActivity(30);
  expect(await activityAt(119.999)).toBe(20);
  expect(await activityAt(59)).toBe(30);
});

test('calls at once share one read, and a read that failed is forgotten', async () => {
  const read = createSettingsReader(tables.licensing);
  await setActivity(40);
  const kind = { status: 400, code: 'ValidationException' };
  const table = tables.licensing.name;
  tables.faults.inject({ service: 'dynamodb', operation: 'GetItem', table, times: 1, kind });
  const failed = await Promise.allSettled([read(at(0)), read(at(1))]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await read(at(2))).toMatchObject({ freshnessLimitDays: { activity: 40 } });
});

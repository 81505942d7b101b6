import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect } from 'vitest';
import { givenAssignments, givenCustomer, givenPartner, givenSeats, operatorToken, unique } from '../../steps/given.ts';
import { linksIn, mailTo } from '../../steps/mailbox.ts';
import { theStack } from '../../steps/stack.ts';
import { needsLocalRuntime } from '../../steps/the-stage.ts';
import { call, everythingIsDone, recalculate } from '../../steps/when.ts';

const test = needsLocalRuntime('it moves the clock, and changes settings that hold for the whole stage.');

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const DAY = 86_400_000;
const LINKS = {
  'idle-seats': [{ title: 'Introductions', url: 'https://training.example/start' }],
  'low-usage': [
    { title: 'Short videos', url: 'https://support.example/videos' },
    { title: 'Stories', url: 'https://support.example/stories' },
  ],
};

interface Recommendation {
  readonly id: string;
  readonly severity: string;
  readonly atStake: number;
  readonly problem: string;
  readonly try: readonly string[];
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly rows: readonly {
    readonly severity: string;
    readonly atStake: number;
    readonly problem: string;
    readonly subject: { readonly workload?: string };
  }[];
}

let token: string;
let customerId: string;
let recipient: string;

/** Settings hold for the whole stack and take effect within a minute, which the clock skips. */
const setSettings = async (body: unknown): Promise<void> => {
  const answer = await call('PUT /v1/settings', { token: await operatorToken(), body });
  if (answer.status !== 200) throw new Error(`The settings were not taken: ${JSON.stringify(answer.body)}`);
  const { clock } = await theStack();
  clock.set(new Date(clock.now().getTime() + 61_000));
};

beforeAll(async () => {
  const { clock } = await theStack();
  const day = (back: number) => new Date(clock.now().getTime() - back * DAY).toISOString().slice(0, 10);
  recipient = `${unique('eva')}@adatum.example`;
  const partner = await givenPartner([recipient]);
  token = partner.token;
  customerId = await givenCustomer([partner.partnerId]);
  await givenSeats(token, customerId, { ENTERPRISEPACK: 20 });
  const users = Array.from({ length: 12 }, (_, n) => `user-${n}`);
  await givenAssignments(token, customerId, E3, users, day(60));
  const events = [0, 1, 2].map((n) => ({
    customerId,
    userId: `user-${n}`,
    workload: 'teams',
    occurredAt: `${day(3)}T08:00:00Z`,
  }));
  const coverage = [
    { customerId, workloads: ['teams', 'exchange', 'sharepoint', 'yammer'], from: day(30), through: day(3) },
  ];
  expect(await call('POST /v1/activity', { token, body: { events, coverage } })).toMatchObject({ status: 200 });
  await setSettings({ recommendationLinks: LINKS });
  await recalculate(token);
});
afterAll(() => setSettings({}));

const filesOf = async (body: object): Promise<Record<string, string>[][]> => {
  const requested = await call<{ id: string }>('POST /v1/exports', { token, body });
  expect(requested.status).toBe(202);
  await everythingIsDone();
  const { body: done } = await call<{ files: { url: string }[] }>(`GET /v1/exports/${requested.body.id}`, { token });
  const texts = await Promise.all(done.files.map(async ({ url }) => (await fetch(url)).text()));
  return texts.map((text) => parse(text, { columns: true, bom: true }));
};

test('recommendations.csv says what insights say, in the same order, with the links of the operator', async () => {
  const { body } = await call<{ recommendations: Recommendation[] }>(`GET /v1/customers/${customerId}/insights`, {
    token,
  });
  const said = body.recommendations;
  expect(new Set(said.map(({ id }) => id))).toEqual(new Set(['low-deployment', 'low-usage', 'idle-seats']));
  expect(said.find(({ id }) => id === 'low-usage')?.links).toEqual(LINKS['low-usage']);
  expect(said.map(({ atStake }) => atStake)).toEqual(said.map(({ atStake }) => atStake).toSorted((a, b) => b - a));
  const [rows] = await filesOf({ reports: ['recommendations'] });
  expect(
    rows?.map(({ customer_id, place, recommendation, severity, at_stake, problem, try: tries, links }) => {
      return { customer_id, place, recommendation, severity, at_stake, problem, tries, links };
    }),
  ).toEqual(
    said.flatMap(({ id, links, ...more }, index) =>
      more.rows.map(({ severity, atStake, problem }) => ({
        customer_id: customerId,
        place: String(index + 1),
        recommendation: id,
        severity,
        at_stake: String(atStake),
        problem,
        tries: more.try.join('\n'),
        links: links.map(({ title, url }) => `${title}: ${url}`).join('\n'),
      })),
    ),
  );
});

test('rules that the operator switches off or bounds otherwise find accordingly, in insights and the next portfolio', async () => {
  const found = async () =>
    (
      await call<{ recommendations: Recommendation[] }>(`GET /v1/customers/${customerId}/insights`, { token })
    ).body.recommendations.map(({ id, rows }) => [id, ...rows.flatMap(({ subject }) => subject.workload ?? [])]);
  expect(await found()).toContainEqual(['low-usage', 'exchange', 'sharepoint', 'teams']);
  await setSettings({
    recommendationLinks: LINKS,
    recommendationRules: {
      'idle-seats': { enabled: false },
      'low-usage': { workloads: { sharepoint: null, teams: 10, yammer: 20 } },
    },
  });
  expect(await found()).toEqual([['low-usage', 'exchange', 'yammer'], ['low-deployment']]);
  await recalculate(token);
  expect((await call('GET /v1/portfolio', { token })).body).toMatchObject({
    customers: [{ recommendations: [{ id: 'low-usage', about: 'exchange' }, { id: 'low-deployment' }] }],
  });
  await setSettings({ recommendationLinks: LINKS });
  await recalculate(token);
});

test('a smaller limit for activity marks the customer stale in insights, portfolio, files and mail', async () => {
  const staleIn = async () => (await call('GET /v1/portfolio?stale=true', { token })).body;
  expect(await staleIn()).toMatchObject({ totals: { customers: 0 } });
  await setSettings({ freshnessLimitDays: { activity: 1 } });
  await recalculate(token);

  const { body } = await call<{ recommendations: Recommendation[] }>(`GET /v1/customers/${customerId}/insights`, {
    token,
  });
  expect(body).toMatchObject({
    sources: expect.arrayContaining([expect.objectContaining({ source: 'activity', workload: 'teams', stale: true })]),
  });
  expect(body.recommendations.map(({ id }) => id)).toEqual(['low-deployment']);
  expect(await staleIn()).toMatchObject({
    totals: { customers: 1, staleCustomers: 1 },
    customers: [{ customerId, stale: true, recommendations: [{ id: 'low-deployment' }] }],
  });
  const [deployment, usage] = await filesOf({ reports: ['deployment', 'usage'], email: [recipient] });
  expect(deployment?.map(({ stale }) => stale)).toEqual(['true']);
  expect(usage?.find(({ workload }) => workload === 'teams')?.stale).toBe('true');
  const mail = await mailTo(recipient);
  expect(mail.text).toContain('1 customer has figures from a source older than its limit');
  expect(linksIn(mail.text)).toHaveLength(2);
});

import { expect } from 'vitest';
import * as z from 'zod';
import { linksIn, mailTo } from '../steps/mailbox.ts';

/** What a block of lines does when it is pasted. */
interface Expected {
  /** The calls, each with its status: `GET /v1/portfolio 200`. */
  readonly calls?: readonly string[];
  /** What it prints: a line each, parsed where it is JSON, and as far as it is told. */
  readonly answers?: readonly unknown[];
  /** What each line that it tells of its progress, beside what it prints, holds. */
  readonly said?: readonly string[];
  /** What it leaves in the shell. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What cannot be said as a value. */
  readonly also?: (answers: readonly unknown[], running: Running) => void | Promise<void>;
}

interface Running {
  readonly api: string;
  readonly mailbox: string;
}

/** The day so many days before today (UTC). */
export const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

const OFFICE_365_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const A_TOKEN = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/u);
const AN_ID = expect.stringMatching(/^[\da-f]{8}-[\da-f-]{27}$/u);
const QUEUED = { status: 'queued', asOf: daysAgo(1) };
const DEFAULT_LIMITS = { activity: 7, subscriptions: 35, seatTotals: 35, assignments: 35, supportCases: 35 };
const A_LINK = { title: 'Teams in an hour', url: 'https://training.example/teams' };

/** What the lines do that npm start prints. */
export const PRINTED: Required<Pick<Expected, 'calls' | 'answers'>> = {
  calls: [
    'POST /v1/activity 200',
    'POST /v1/recalculations 202',
    'GET /v1/customers/city-power-and-light/insights 200',
    'GET /v1/portfolio?sort=-atStake&limit=5 200',
    'POST /v1/exports 202',
  ],
  answers: [
    { accepted: 1, rejected: [] },
    QUEUED,
    { customerId: 'city-power-and-light', asOf: daysAgo(1) },
    { totals: { customers: 20 }, customers: Array.from({ length: 5 }, () => ({ asOf: daysAgo(1) })) },
    { id: AN_ID, status: 'queued' },
  ],
};

const completeImport = (kind: string, rows: number, counts: object) => ({
  kind,
  customerId: 'example-files',
  status: 'complete',
  rows,
  counts,
  errors: [],
  warnings: [],
});
/** An import of a file that names its customers itself. */
const ofSeveral = (kind: string, rows: number, counts: object) => {
  const { customerId: _ofOne, ...complete } = completeImport(kind, rows, counts);
  return complete;
};
const ONE_IMPORT = ['POST /v1/imports 201', 'GET /v1/imports/{id} 200'];

const CASES = {
  cases: [
    { day: daysAgo(1), category: 'how-to', count: 4 },
    { day: daysAgo(1), category: 'incident', count: 0 },
  ],
  dataThrough: daysAgo(1),
};

const MAIL_SHIELD = {
  sku: 'mail-shield',
  name: 'Mail Shield',
  family: 'securityservices',
  workloads: ['mailshield'],
  offer: 'paid',
};

/** What each block of the README, of docs/using-the-api.md and of docs/command-line.md does, by its page, its heading and its number there. */
export const EXPECTED: Readonly<Record<string, Expected>> = {
  'README.md: Try it 2': {
    calls: ['GET /v1/portfolio?sort=-atStake&limit=3 200'],
    answers: [{ asOf: daysAgo(1), pending: 0, totals: { customers: 20 } }],
    also: ([portfolio]) => expectMostAtStakeFirst(portfolio),
  },

  'docs/using-the-api.md: Calling 1': { variables: { YESTERDAY: daysAgo(1), OPERATOR: A_TOKEN } },
  'docs/using-the-api.md: Calling 2': {},

  'docs/using-the-api.md: A partner, a customer and its figures 1': {
    calls: ['PUT /v1/partners/acme 200', 'PUT /v1/customers/example-co 200'],
    answers: [
      { partnerId: 'acme', name: 'Acme Cloud', recipients: ['ana@acme.example'] },
      { customerId: 'example-co', name: 'Example Co', partners: [{ id: 'acme', since: '2026-01-01' }] },
    ],
  },
  'docs/using-the-api.md: A partner, a customer and its figures 2': {
    calls: [
      'PUT /v1/customers/example-co/subscriptions 200',
      'POST /v1/customers/example-co/assignments 200',
      'POST /v1/activity 200',
    ],
    answers: [
      { subscriptions: [{ id: 's-1', sku: OFFICE_365_E3, quantity: 10, state: 'active', isTrial: false }] },
      { accepted: 2, rejected: [] },
      { accepted: 1, rejected: [] },
    ],
  },
  'docs/using-the-api.md: A partner, a customer and its figures 3': {
    calls: [
      'POST /v1/recalculations 202',
      'GET /v1/customers/example-co/insights 200',
      'GET /v1/portfolio?sort=-usagePercent 200',
    ],
    answers: [
      QUEUED,
      {
        customerId: 'example-co',
        asOf: daysAgo(1),
        deployment: {
          sold: 10,
          assigned: 2,
          deploymentPercent: 20,
          products: [{ soldByYou: 10, idle: null, restsOn: ['teams'] }],
        },
        usage: { activePeople: 1, qualified: 10, usagePercent: 10 },
        recommendations: [{ id: 'low-deployment' }], // one day of Teams is too little to say more
      },
      { totals: { customers: 1, usagePercent: 10 }, customers: [{ customerId: 'example-co', usagePercent: 10 }] },
    ],
  },

  'docs/using-the-api.md: Exports 1': {
    calls: ['POST /v1/exports 202', 'GET /v1/exports/{id} 200', 'GET S3: deployment.csv 200'],
    answers: [
      expect.stringMatching(/^\uFEFF?customer_id,customer_name,.*,sold,.*,assigned,.*,deployment_percent,/u),
      expect.stringMatching(
        new RegExp(`^example-co,Example Co,,${daysAgo(1)},${OFFICE_365_E3},Office 365 E3,.*,20,teams,1,10,50,`, 'u'),
      ),
    ],
    also: async (_answers, { mailbox }) => {
      const { subject, text } = await mailTo('ana@acme.example', new URL(mailbox));
      expect(subject).toContain('Acme Cloud');
      const files = await Promise.all(linksIn(text).map(async (link) => fetch(link)));
      expect(files.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual(
        Array.from({ length: 4 }, () => [200, 'text/csv; charset=utf-8']),
      );
      expect((await Promise.all(files.map((file) => file.text()))).every((csv) => csv.includes('example-co'))).toBe(
        true,
      );
    },
  },

  'docs/using-the-api.md: Exports 2': {
    calls: ['POST /v1/exports/{id}/mails 202'],
    answers: [expect.objectContaining({ mails: [{ recipient: 'ana@acme.example', status: 'sent' }] })],
  },

  'docs/using-the-api.md: Imports 1': {},
  'docs/using-the-api.md: Imports 2': {
    calls: ['PUT /v1/customers/example-files 200'],
    answers: [{ customerId: 'example-files', partners: [{ id: 'acme', since: '2026-01-01' }] }],
  },
  'docs/using-the-api.md: Imports 3': {
    calls: [...ONE_IMPORT, ...ONE_IMPORT],
    answers: [
      204,
      completeImport('graph.subscribedSkus', 3, { products: 3 }),
      204,
      completeImport('graph.office365ActiveUserDetail', 6, { users: 6, activeDays: 6, deletedUsers: 1 }),
    ],
  },
  'docs/using-the-api.md: Imports 4': {
    calls: [...ONE_IMPORT, ...ONE_IMPORT, ...ONE_IMPORT],
    answers: [
      204,
      completeImport('graph.directorySubscriptions', 5, { subscriptions: 5, products: 3 }),
      204,
      completeImport('graph.users', 6, { users: 6, assignments: 6, withheldWorkloads: 1 }),
      204,
      completeImport('partnerCenter.subscriptions', 4, { subscriptions: 3, usageBased: 1 }),
    ],
  },
  'docs/using-the-api.md: Imports 5': {
    calls: ['POST /v1/recalculations 202', 'GET /v1/customers/example-files/insights 200'],
    answers: [
      QUEUED,
      {
        customerId: 'example-files',
        deployment: {
          sold: 7,
          assigned: 5,
          deploymentPercent: 71.4,
          products: [
            { name: 'Exchange Online (Plan 1)', sold: 2, soldByYou: 2, seatSource: 'graph.directorySubscriptions' },
            { name: 'Office 365 E3', sold: 5, soldByYou: 4, grace: 1, assigned: 3 },
            { name: 'Visio Plan 2', sold: 0, trial: 2, assigned: 1, deploymentPercent: null },
          ],
        },
        usage: { activePeople: 3, activeEntitlements: 3, qualified: 7, usagePercent: 42.9 },
      },
    ],
  },

  "docs/using-the-api.md: Any vendor's file 1": {
    calls: [
      'PUT /v1/presets/our-assistant 200',
      'GET /v1/presets/our-assistant 200',
      'DELETE /v1/presets/our-assistant 204',
    ],
    answers: [
      { name: 'our-assistant', by: 'partner', columns: { user: 'Mail', lastActiveOn: 'Seen' } },
      { name: 'our-assistant', by: 'partner' },
    ],
  },
  'docs/using-the-api.md: Lists by CSV 1': {
    calls: [...ONE_IMPORT, ...ONE_IMPORT],
    answers: [
      204,
      ofSeveral('customers', 2, { customers: 2 }),
      204,
      ofSeveral('subscriptions', 3, { customers: 2, subscriptions: 3 }),
    ],
  },

  'docs/using-the-api.md: Other ids of a user 1': {
    calls: [
      'POST /v1/customers/example-files/identities 200',
      'GET /v1/customers/example-files/identities 200',
      'DELETE /v1/customers/example-files/identities/ada-at-github 204',
      ...ONE_IMPORT,
    ],
    answers: [
      { identities: 1 },
      { identities: [{ alias: 'ada-at-github', userId: 'ada@files.example' }] },
      204,
      completeImport('identities', 3, { identities: 3 }),
    ],
  },

  'docs/using-the-api.md: Support cases 1': {
    calls: ['PUT /v1/customers/example-co/support-cases 200', 'GET /v1/customers/example-co/support-cases 200'],
    answers: [CASES, CASES],
  },

  'docs/using-the-api.md: What changed, and who needs attention 1': {
    calls: [
      `GET /v1/customers/contoso/insights/compare?from=${daysAgo(29)}&to=${daysAgo(1)} 200`,
      'GET /v1/portfolio?sort=-atStake&recommendation=low-deployment&limit=3 200',
    ],
    answers: [
      {
        customerId: 'contoso',
        from: daysAgo(29),
        to: daysAgo(1),
        deployment: { sold: { from: 520, to: 520, change: 0 } },
      },
      { asOf: daysAgo(1), customers: Array.from({ length: 3 }, () => ({ asOf: daysAgo(1) })) },
    ],
    also: ([compared, portfolio]) => {
      expectChangesThatAddUp(compared);
      expectMostAtStakeFirst(portfolio, 'low-deployment');
    },
  },

  'docs/using-the-api.md: Settings 1': {
    calls: ['PUT /v1/settings 200', 'GET /v1/settings 200'],
    answers: Array.from({ length: 2 }, () => ({
      freshnessLimitDays: { ...DEFAULT_LIMITS, activity: 5 },
      recommendationLinks: { 'low-usage': [A_LINK], 'low-deployment': [] },
    })),
  },
  'docs/using-the-api.md: Settings 2': {
    calls: ['PUT /v1/settings 200'],
    answers: [{ freshnessLimitDays: DEFAULT_LIMITS, recommendationLinks: { 'low-usage': [] } }],
  },

  'docs/using-the-api.md: Who has access, and who changed what 1': {
    calls: [
      'PUT /v1/partners/shortlived 200',
      'PUT /v1/access/nobody-yet 200',
      'GET /v1/access?limit=100 200',
      'DELETE /v1/access/nobody-yet 204',
      'DELETE /v1/partners/shortlived 204',
      'GET /v1/partners?limit=100 200',
    ],
    answers: [
      { partnerId: 'shortlived' },
      { subject: 'nobody-yet' },
      {
        access: expect.arrayContaining([{ subject: 'nobody-yet', partnerId: 'shortlived', scopes: ['insights:read'] }]),
      },
      { partners: expect.not.arrayContaining([expect.objectContaining({ partnerId: 'shortlived' })]) },
    ],
  },
  'docs/using-the-api.md: Who has access, and who changed what 2': {
    calls: ['GET /v1/audit?limit=10&target=shortlived 200'],
    answers: [
      {
        entries: [
          { action: 'partner.delete', before: { name: 'Shortlived' }, outcome: 'done' },
          { action: 'partner.put', after: { name: 'Shortlived' }, outcome: 'done' },
        ],
      },
    ],
  },

  'docs/using-the-api.md: Own products 1': {
    calls: ['PUT /v1/products/mail-shield 200', 'GET /v1/products?family=securityservices 200'],
    answers: [
      { product: MAIL_SHIELD, workloads: [{ id: 'mailshield' }, { id: 'quarantine', countsAs: 'mailshield' }] },
      { products: [MAIL_SHIELD] },
    ],
  },

  'docs/using-the-api.md: Own products 2': {
    calls: ['PUT /v1/products/mail-shield 200'],
    answers: [{ product: { ...MAIL_SHIELD, aliases: ['Mail Shield (monthly)'] } }],
  },

  'docs/using-the-api.md: Own products 3': {
    calls: [...ONE_IMPORT, 'POST /v1/imports/{id}/mappings 202'],
    answers: [
      204,
      {
        ...completeImport('partnerCenter.subscriptions', 4, { subscriptions: 2 }),
        warnings: [{ code: 'unknown_product', count: 2 }],
        seatsNotCounted: [{ name: 'Mailboxes of ours', reason: 'unknown', sold: 2, assigned: null }],
      },
      { id: AN_ID, status: 'waiting' },
    ],
  },
  'docs/using-the-api.md: Erasing 1': {
    calls: [
      'DELETE /v1/customers/example-co/users/ada@example-co.example 202',
      'GET /v1/erasures/{id} 200',
      'DELETE /v1/customers/example-co 202',
    ],
    answers: [{ customerId: 'example-co' }, { customerId: 'example-co', status: 'queued' }],
  },

  'docs/command-line.md: Logging in 2': {
    calls: ['PUT /v1/partners/tailwind 200', 'PUT /v1/customers/tailspin 200'],
    answers: [
      { partnerId: 'tailwind' },
      { customerId: 'tailspin' },
      { customers: [{ customerId: 'tailspin', name: 'Tailspin Toys' }] },
    ],
    variables: { YESTERDAY: daysAgo(1), SEATPULSE_TOKEN: A_TOKEN },
  },
  'docs/command-line.md: Pushing a folder 1': {
    answers: [
      {
        taken: 2,
        refused: 0,
        files: [
          { path: 'tailspin/subscribedSkus.json', kind: 'graph.subscribedSkus', import: { counts: { products: 3 } } },
          { path: 'tailspin/users.csv', customerId: 'tailspin', import: { counts: { users: 6, activeDays: 6 } } },
        ],
      },
    ],
    said: ['tailspin/subscribedSkus.json: taken', 'tailspin/users.csv: taken'],
  },
  'docs/command-line.md: Figures and reports 1': {
    answers: [
      { status: 'there', asOf: daysAgo(1) },
      {
        asOf: daysAgo(1),
        files: [{ path: expect.stringContaining('deployment'), rows: 3 }, { path: expect.any(String) }],
      },
    ],
    said: ['rows of', 'rows of'],
  },
};

const portfolio = z.object({
  customers: z
    .array(z.object({ atStake: z.number(), recommendations: z.array(z.object({ id: z.string() })) }))
    .length(3),
});

/** Three customers with something at stake, the most first; each has the recommendation, where one is named. */
const expectMostAtStakeFirst = (answer: unknown, recommendation?: string): void => {
  const { customers } = portfolio.parse(answer);
  const atStake = customers.map((one) => one.atStake);
  expect(atStake).toEqual(atStake.toSorted((one, other) => other - one));
  expect(atStake.at(-1)).toBeGreaterThan(0);
  for (const { recommendations } of customers)
    expect(recommendations.map(({ id }) => id)).toContain(recommendation ?? recommendations[0]?.id);
};

const change = z.object({ from: z.number(), to: z.number(), change: z.number() });
const comparison = z.object({
  deployment: z.object({ assigned: change, sold: change, deploymentPercent: change }),
  usage: z.object({ activeEntitlements: change }),
  flows: z.object({ assigned: z.number(), reclaimed: z.number(), activated: z.number(), lapsed: z.number() }),
  otherwise: z.number(),
});

/** What the sample's figures are depends on the weekday; that they fit each other does not. */
const expectChangesThatAddUp = (answer: unknown): void => {
  const { deployment, usage, flows, otherwise } = comparison.parse(answer);
  const { assigned, sold, deploymentPercent } = deployment;
  expect(assigned.to).toBeGreaterThan(assigned.from);
  expect(assigned.change).toBe(flows.assigned - flows.reclaimed);
  expect(deploymentPercent.to).toBe(Math.round((1000 * assigned.to) / sold.to) / 10);
  expect(usage.activeEntitlements.change).toBe(flows.activated - flows.lapsed + otherwise);
};

import * as z from 'zod';

/** For how many days CloudWatch keeps a log: it takes these numbers and no others. */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** SQS lets an event source start between 2 and 1,000 functions at once. */
export const LEAST_AT_ONCE = 2;
const atOnce = z.int().min(LEAST_AT_ONCE, 'SQS takes at least 2').max(1000, 'SQS takes at most 1,000');

/** How many calls of one route the gateway takes, all callers together; the account's quota is 10,000 a second. */
const throttle = z.strictObject({
  /** In the long run. */
  perSecond: z.int().min(1).max(10_000),
  /** At once, after a time without calls. */
  burst: z.int().min(1).max(10_000),
});

const programName = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/u, 'a name reads like "nightly-feed"');

/** Who issues the tokens that the API takes. */
const identity = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cognito'),
    /** The programs that call the API, by names such as `nightly-feed`: each has a client of its own. */
    integrations: z.tuple([programName], programName).readonly(),
  }),
  z.strictObject({
    kind: z.literal('oidc'),
    /** As the tokens' `iss` says it. */
    issuer: z.url(),
    /** Where the issuer publishes its signing keys. */
    jwksUri: z.url(),
    /** The clients whose tokens are taken. */
    clientIds: z.tuple([z.string().min(1)], z.string().min(1)).readonly(),
    /** The client as which people sign in to the pages: a public one with the code flow and PKCE. */
    pagesClientId: z.string().min(1),
  }),
]);

const hostName = z
  .string()
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/u, 'a host name reads like "seatpulse.vendor.example"');

/** A host that may be called, for all of its ports or one: `hooks.internal.example`, `127.0.0.1:4010`. */
const calledHost = z
  .string()
  .regex(
    /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+|\[[0-9a-f:]+\])(?::\d{1,5})?$/u,
    'a host reads like "hooks.vendor.example"',
  );

/** Everything in which one deployment differs from another. */
export const stageSettings = z.strictObject({
  /** `kept`: tables, buckets, users and logs outlive the stack. */
  data: z.enum(['kept', 'disposable']),
  /**
   * Whether users are stored by pseudonyms alone: see docs/privacy.md. Chosen before the first data; a stage that holds any
   * takes no more when it is changed.
   */
  pseudonymizeUsers: z.boolean(),
  /** Whether stack, tables and users refuse to be deleted. `npm run deploy` leaves it off until the stack stands. */
  deletionProtection: z.boolean(),
  /** In days. */
  logRetention: z.literal(LOG_DAYS),
  /**
   * How callers come to the next version of a function. `canary`: a tenth of them for ten minutes, then all, unless the
   * function's alarm rings meanwhile. `all-at-once`: all of them as soon as it is there.
   */
  deployment: z.enum(['all-at-once', 'canary']),
  /** When the daily recalculation starts: an EventBridge Scheduler expression, in UTC. */
  recalculationSchedule: z.string().regex(/^(?:cron|rate)\(.+\)$/u, 'a schedule reads like "cron(0 2 * * ? *)"'),
  /** At which hour (UTC) data is collected from sources that say no hour of their own. */
  collectionHour: z.int().min(0).max(23),
  /** The as-of day is today (UTC) minus this many days. */
  reportingLagDays: z.literal([1, 2, 3]),
  /** The subject or client id that is an operator before any access record exists; empty for none. */
  firstOperator: z.string(),
  /** The address that mails come from. */
  mailFrom: z.email('it is a mail address'),
  /** Which identity SES is to verify: only the address, its whole domain (by DKIM), or none, for it has one already. */
  verifiedMailIdentity: z.enum(['address', 'domain', 'existing']),
  /** Who is told of alarms; nobody by mail when left out. */
  alarmEmail: z.email('it is a mail address').optional(),
  /** What the stack may cost in a month, in US dollars: `alarmEmail` is told when it does or will; without it nobody is. */
  monthlyBudgetUsd: z.number().positive().optional(),
  /** The host name under which people and programs reach the stage; an address of AWS when left out. */
  domain: z
    .strictObject({
      name: hostName,
      /** Of AWS Certificate Manager, in the stage's own region. */
      certificateArn: z.string().regex(/^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/.+$/u, 'it is an ARN of ACM'),
    })
    .optional(),
  /**
   * Whom functions may call of the hosts that other people name, as in a source: `public`, any host of the internet by HTTPS;
   * or these hosts and no others, private ones and HTTP included.
   */
  deliverTo: z.union([z.literal('public'), z.array(calledHost).min(1).max(50).readonly()]),
  /** How many jobs of these queues run at once; all event sources together leave the account's quota room for callers. */
  atOnce: z.strictObject({
    runs: atOnce,
    recalculations: atOnce,
    publishes: atOnce,
    imports: atOnce,
    exports: atOnce,
    collections: atOnce.default(2),
  }),
  /** Concurrent executions set aside for functions, by their names; none when left out. */
  reservedConcurrency: z.record(z.string(), z.int().min(1)).optional(),
  /** How many calls of each route are taken; the others are answered 429. */
  throttling: z.strictObject({
    /** `POST /v1/activity`. */
    events: throttle,
    /** What starts work: recalculations, exports, their mails, imports. */
    jobs: throttle,
    /** `/auth/…`. */
    signIn: throttle,
    /** `/d/{token}`, which anybody may call. */
    mailedLinks: throttle,
    others: throttle,
  }),
  /** The largest file an upload form takes, in bytes; no kind of file is read beyond 500 MB. */
  largestUploadBytes: z.int().min(1),
  /** After how long a step of an import stops and hands over to the next. */
  importStepSeconds: z.int().min(1).max(200),
  /** After how long a step of an export stops and hands over to the next. */
  exportStepSeconds: z.int().min(1).max(200),
  identity,
});

export const STAGE_NAMES = ['dev', 'prod'] as const;
type StageName = (typeof STAGE_NAMES)[number];

type StageSettings = Readonly<z.output<typeof stageSettings>>;

/** A deployment's settings, and its name. */
export type Stage = StageSettings & { readonly name: StageName };

/**
 * How many jobs of each event source run at once: of the stage's queues as it says, of those that are seldom filled as few as
 * SQS lets. The stack takes its numbers from here, and the doctor their sum.
 */
export const eventSourcesOf = ({ atOnce }: Pick<Stage, 'atOnce'>) => ({
  ...atOnce,
  collectionRuns: LEAST_AT_ONCE,
  mailEvents: LEAST_AT_ONCE,
  erasures: LEAST_AT_ONCE,
  /** Of jobs that nobody will deliver any more: `end-job` ends them. */
  collectionsGivenUp: LEAST_AT_ONCE,
  importsGivenUp: LEAST_AT_ONCE,
  exportsGivenUp: LEAST_AT_ONCE,
  erasuresGivenUp: LEAST_AT_ONCE,
});

/** As few as there may be, for a new AWS account, whose quota may be 10 concurrent executions. */
const SMALL = {
  runs: LEAST_AT_ONCE,
  recalculations: LEAST_AT_ONCE,
  publishes: LEAST_AT_ONCE,
  imports: LEAST_AT_ONCE,
  exports: LEAST_AT_ONCE,
  collections: LEAST_AT_ONCE,
} as const;

/** Far above what a portfolio of 10,000 customers needs, and below what would use up an account that others share. */
const THROTTLING = {
  events: { perSecond: 1000, burst: 2000 },
  jobs: { perSecond: 10, burst: 50 },
  signIn: { perSecond: 20, burst: 50 },
  mailedLinks: { perSecond: 50, burst: 100 },
  others: { perSecond: 500, burst: 1000 },
} as const;

const COMMON = {
  pseudonymizeUsers: false,
  recalculationSchedule: 'cron(0 2 * * ? *)',
  collectionHour: 0,
  reportingLagDays: 1,
  deliverTo: 'public',
  atOnce: SMALL,
  throttling: THROTTLING,
  importStepSeconds: 120,
  exportStepSeconds: 120,
  identity: { kind: 'cognito', integrations: ['operations', 'feed'] },
} as const satisfies Partial<StageSettings>;

/** What the product comes with. What an installation sets stands in its own `seatpulse.config.ts`: see installation.ts. */
export const stages = {
  dev: {
    ...COMMON,
    name: 'dev',
    data: 'disposable',
    deletionProtection: false,
    deployment: 'all-at-once',
    logRetention: 14,
    firstOperator: 'operator', // whom the local runtime issues tokens to; no user pool makes such a subject
    mailFrom: 'seatpulse@example.com',
    verifiedMailIdentity: 'address',
    largestUploadBytes: 200_000_000,
  },
  prod: {
    ...COMMON,
    name: 'prod',
    data: 'kept',
    deletionProtection: true,
    deployment: 'canary',
    logRetention: 180,
    firstOperator: '',
    verifiedMailIdentity: 'domain',
    largestUploadBytes: 500_000_000,
  },
} as const satisfies { readonly dev: Stage; readonly prod: Omit<Stage, 'mailFrom'> };

import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Who issues the tokens that the API takes. */
type IdentitySettings =
  | {
      readonly kind: 'cognito';
      /** The programs that call the API, by names such as `nightly-feed`: each has a client of its own. */
      readonly integrations: readonly [string, ...string[]];
    }
  | {
      readonly kind: 'oidc';
      /** As the tokens' `iss` says it. */
      readonly issuer: string;
      /** Where the issuer publishes its signing keys. */
      readonly jwksUri: string;
      /** The clients whose tokens are taken. */
      readonly clientIds: readonly [string, ...string[]];
      /** The client as which people sign in to the pages: a public one with the code flow and PKCE. */
      readonly pagesClientId: string;
    };

/** Everything in which one deployment differs from another. */
export interface Stage {
  readonly name: 'dev' | 'prod';
  /** `kept`: tables, buckets, users and logs outlive the stack and cannot be deleted by mistake. */
  readonly data: 'kept' | 'disposable';
  readonly logRetention: RetentionDays;
  /** When the daily recalculation starts: an EventBridge Scheduler expression, in UTC. */
  readonly recalculationSchedule: string;
  /** The as-of day is today (UTC) minus this many days. */
  readonly reportingLagDays: 1 | 2 | 3;
  /** The subject or client id that is an operator before any access record exists; empty for none. */
  readonly firstOperator: string;
  /** The address that mails come from. */
  readonly mailFrom: string;
  /** Which identity SES is to verify: only the address, or its whole domain (by DKIM). */
  readonly verifiedMailIdentity: 'address' | 'domain';
  /** Who is told of alarms; nobody by mail when left out. */
  readonly alarmEmail?: string;
  /** What the stack may cost in a month, in US dollars: `alarmEmail` is told when it does or will; without it nobody is. */
  readonly monthlyBudgetUsd?: number;
  /** The largest file an upload form takes, in bytes. */
  readonly largestUploadBytes: number;
  /** After how long a step of an import stops and hands over to the next. */
  readonly importStepSeconds: number;
  /** After how long a step of an export stops and hands over to the next. */
  readonly exportStepSeconds: number;
  readonly identity: IdentitySettings;
}

const EVERY_DAY_AT_TWO = 'cron(0 2 * * ? *)';

/** The addresses are examples: put your own before the first deployment. */
export const stages: Readonly<Record<Stage['name'], Stage>> = {
  dev: {
    name: 'dev',
    data: 'disposable',
    logRetention: RetentionDays.TWO_WEEKS,
    recalculationSchedule: EVERY_DAY_AT_TWO,
    reportingLagDays: 1,
    firstOperator: 'operator', // whom the local runtime issues tokens to; no user pool makes such a subject
    mailFrom: 'seatpulse@example.com',
    verifiedMailIdentity: 'address',
    largestUploadBytes: 200_000_000,
    importStepSeconds: 120,
    exportStepSeconds: 120,
    identity: { kind: 'cognito', integrations: ['operations', 'feed'] },
  },
  prod: {
    name: 'prod',
    data: 'kept',
    logRetention: RetentionDays.SIX_MONTHS,
    recalculationSchedule: EVERY_DAY_AT_TWO,
    reportingLagDays: 1,
    firstOperator: '',
    mailFrom: 'seatpulse@example.com',
    verifiedMailIdentity: 'domain',
    alarmEmail: 'operations@example.com',
    largestUploadBytes: 1_000_000_000,
    importStepSeconds: 120,
    exportStepSeconds: 120,
    identity: { kind: 'cognito', integrations: ['operations', 'feed'] },
  },
};

/** The stage of that name. Throws when there is none, naming those that exist. */
export const stageNamed = (name: string): Stage => {
  const stage = Object.values(stages).find((one) => one.name === name);
  if (!stage)
    throw new Error(`There is no stage "${name}". Choose one of ${Object.keys(stages).join(', ')}: -c stage=dev`);
  return stage;
};

import { type Clock, createClock } from './clock.ts';
import type { Gate } from './gate/gate.ts';
import type { Credentials } from './gate/principal.ts';
import type { FunctionGrant } from './iam/grants.ts';
import { type Ports, startInfrastructure } from './infrastructure.ts';
import type { TokenRequest } from './issuer/issuer.ts';
import type { SignInChoice } from './issuer/sign-in-page.ts';
import type { IdleOptions } from './queues/idle.ts';
import { createServices } from './services.ts';
import { startStack } from './start-stack.ts';
import { readAssembly } from './template/assembly.ts';
import { resolveStack } from './template/stack.ts';
import type { TtlMode } from './ttl.ts';

/** The only account that the embedded queue server knows. */
const ACCOUNT = '000000000000';
/** Where a stack that is not bound to a region is. */
const USUAL_REGION = 'us-east-1';

export interface RuntimeOptions {
  /** The folder that `cdk synth` wrote. */
  readonly assembly: string;
  /** The stack's name, when the assembly holds several. */
  readonly stack?: string;
  /** Keeps the data over restarts; without it everything is in memory. */
  readonly dataDir?: string;
  readonly clock?: Clock;
  readonly ports?: Ports;
  /** Whether the functions' reads see an earlier state unless they ask for a consistent one; see `createLateReads`. */
  readonly readsLate?: boolean;
  /** Prints a line; nothing is printed without it. */
  readonly log?: (line: string) => void;
}

/** A client's settings to reach the runtime's tables, buckets and queues, with `new DynamoDBClient(…)` and the like. */
interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly systemClockOffset: number;
}

/** Physical names, by logical id and by the construct's path below the stack. */
interface ResourceNames {
  readonly tables: Readonly<Record<string, string>>;
  readonly buckets: Readonly<Record<string, string>>;
  readonly queues: Readonly<Record<string, string>>;
  /** The functions' short names, such as `ingest-activity`. */
  readonly functions: readonly string[];
}

/** A running stack. */
export interface Runtime {
  readonly api: URL;
  readonly mailbox: URL;
  readonly issuer: URL;
  /** The gate: the endpoint of S3, and of every other service. */
  readonly s3: URL;
  readonly region: string;
  readonly account: string;
  readonly clock: Clock;
  readonly gate: Gate;
  readonly resources: ResourceNames;
  /** When expired items are deleted; may be set. */
  ttl: TtlMode;
  /** Deletes what has expired, unless `ttl` is `never`; returns how many items. */
  readonly sweep: () => Promise<number>;
  /** Runs a function, named by its short, logical or physical name or its ARN. Throws what the function throws. */
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
  /** Ends the instances of a function that are at work, as for want of memory. */
  readonly kill: (functionName: string) => void;
  /**
   * From now on gives a function these environment variables over the template's; none of them is what takes it back. Events
   * under way end with the former ones.
   */
  readonly reconfigure: (functionName: string, variables: Readonly<Record<string, string>>) => void;
  /** What each function's role allows, and whether it was used since the start. */
  readonly grants: () => readonly FunctionGrant[];
  /** Fires the stack's schedules as of a time. They also fire by themselves as the clock passes their times. */
  readonly fireSchedule: (scheduledFor: Date) => Promise<void>;
  /**
   * Resolves when no request, run, event, schedule, sweep or message is left, and messages that wait (delayed ones, and
   * failed ones until they are visible again) have been hastened: see `createIdle`.
   */
  readonly idle: (options?: IdleOptions) => Promise<void>;
  /** Holds the queues that feed functions; batches that are being worked on go on. */
  readonly pauseQueues: () => void;
  readonly resumeQueues: () => void;
  /** Somebody who may do everything, for the clients of tests and of the sample. */
  readonly adminCredentials: Credentials;
  readonly clientSettings: () => ClientSettings;
  readonly issueToken: (request?: TokenRequest) => Promise<string>;
  /** Says whom the issuer's sign-in page offers besides a free field. */
  readonly offerSignIn: (choices: readonly SignInChoice[]) => void;
  readonly stop: () => Promise<void>;
}

/**
 * Runs a synthesized stack on this machine and resolves when it takes requests. Throws, with everything stopped again,
 * when the template holds what the runtime does not know, or when a service does not start.
 */
export const startRuntime = async (options: RuntimeOptions): Promise<Runtime> => {
  const services = createServices();
  try {
    return await boot(options, services);
  } catch (error) {
    await services.stop();
    throw error;
  }
};

const boot = async (
  {
    assembly: folder,
    stack: stackName,
    dataDir,
    clock = createClock(),
    ports = {},
    readsLate = false,
    log = () => {},
  }: RuntimeOptions,
  services: ReturnType<typeof createServices>,
): Promise<Runtime> => {
  const assembly = await readAssembly(folder, stackName);
  const region = assembly.region ?? USUAL_REGION;
  const place = { region, account: ACCOUNT };
  const infrastructure = await startInfrastructure({
    ...place,
    services,
    clock,
    ports,
    readsLate,
    log,
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  const { api, issuer, mail, gate } = infrastructure;
  const addresses = { api: api.url.origin, gate: gate.url.origin, issuer: issuer.url.origin };
  const stack = resolveStack(assembly, { ...place, addresses });
  const running = await startStack({ stack, assembly, infrastructure, services, clock, log });
  const adminCredentials = { accessKeyId: 'AKIAADMINISTRATOR', secretAccessKey: 'administrator' };
  gate.admit({
    name: 'user/administrator',
    credentials: adminCredentials,
    statements: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    mayCallNow: () => true,
  });
  return {
    api: api.url,
    mailbox: mail.url,
    issuer: issuer.url,
    s3: gate.url,
    ...place,
    clock,
    gate,
    ...running.controls,
    get ttl() {
      return running.ttl.mode;
    },
    set ttl(mode) {
      running.ttl.mode = mode;
    },
    sweep: running.ttl.sweep,
    adminCredentials,
    clientSettings: () => ({
      endpoint: gate.url.origin,
      region,
      credentials: adminCredentials,
      systemClockOffset: clock.offset(),
    }),
    issueToken: issuer.issueToken,
    offerSignIn: issuer.offer,
    stop: services.stop,
  };
};

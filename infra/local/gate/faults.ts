import type { Call, ServiceName } from './call.ts';
import { CallError } from './call-error.ts';

/** What a fault or a hook is aimed at; what is left out matches everything. */
export interface CallMatch {
  readonly service?: ServiceName;
  /** The operation's name in the service's API, for example `PutItem`; a form post to S3 is `PostObject`. */
  readonly operation?: string;
  readonly table?: string;
  readonly bucket?: string;
  readonly queue?: string;
  /** Who calls, for example `assumed-role/write-export`. */
  readonly caller?: string;
  /** How many matching calls pass before. */
  readonly skip?: number;
}

/**
 * How a call fails, without having done anything. `throttle`: the service's own throttling error. `error500`: its
 * internal error. `reset`: the connection is cut without an answer. `unprocessed`: a batch call of DynamoDB does the
 * first half of its work (rounded down) and returns the rest as unprocessed. `lost-answer` is the one that does its work
 * whole: then the connection is cut, so that the caller cannot know.
 */
export type FaultKind =
  | 'throttle'
  | 'error500'
  | 'reset'
  | 'lost-answer'
  | 'unprocessed'
  | { readonly status: number; readonly code: string; readonly message?: string };

interface Fault extends CallMatch {
  /** How many matching calls fail. */
  readonly times: number;
  readonly kind: FaultKind;
}

export interface Faults {
  /** Makes matching calls fail; returns what tells how many have by then. */
  readonly inject: (fault: Fault) => () => number;
  /** Runs `run` before the next matching call is forwarded (once); the call waits for it, and for what it promises. */
  readonly before: (match: CallMatch, run: () => unknown) => void;
  /** Forgets all faults and hooks. */
  readonly clear: () => void;
}

export interface FaultInjector extends Faults {
  /** Runs the hooks that await `call` of `caller` and returns how it has to fail, if it has to. Counts the fault down. */
  readonly apply: (call: Call, caller: string | undefined) => Promise<FaultKind | undefined>;
}

/** Thrown to cut the caller's connection. */
export class ConnectionResetError extends Error {}

const THROTTLING: Readonly<Record<ServiceName, readonly [status: number, code: string, message: string]>> = {
  dynamodb: [400, 'ProvisionedThroughputExceededException', 'The level of configured throughput has been exceeded'],
  s3: [503, 'SlowDown', 'Please reduce your request rate.'],
  sqs: [403, 'RequestThrottled', 'The request was denied due to request throttling.'],
  ses: [429, 'TooManyRequestsException', 'Too many requests have been made to the operation.'],
  secretsmanager: [400, 'ThrottlingException', 'Rate exceeded'],
  kms: [400, 'ThrottlingException', 'Rate exceeded'],
};

const INTERNAL_CODES: Readonly<Record<ServiceName, string>> = {
  dynamodb: 'InternalServerError',
  s3: 'InternalError',
  sqs: 'InternalFailure',
  ses: 'InternalServiceErrorException',
  secretsmanager: 'InternalServiceError',
  kms: 'KMSInternalException',
};

/** The error that a fault shows as; throws ConnectionResetError for a reset and an error for `unprocessed`, which is none. */
export const faultError = (service: ServiceName, kind: FaultKind): CallError => {
  if (kind === 'reset') throw new ConnectionResetError('The connection is cut by an injected fault');
  if (kind === 'lost-answer') throw new Error('A call whose answer is lost fails after its work');
  if (kind === 'unprocessed') throw new Error('Only the batch operations of DynamoDB know unprocessed items');
  if (kind === 'throttle') return new CallError(...THROTTLING[service]);
  if (kind === 'error500') return new CallError(500, INTERNAL_CODES[service], 'An injected fault');
  return new CallError(kind.status, kind.code, kind.message ?? 'An injected fault');
};

/** Keeps the faults and hooks that are still to come, in the order of their making. */
export const createFaults = (): FaultInjector => {
  const faults: { readonly meets: Meeting; readonly times: number; failed: number; readonly kind: FaultKind }[] = [];
  const hooks: { readonly meets: Meeting; readonly run: () => unknown }[] = [];
  return {
    inject: ({ times, kind, ...match }) => {
      const fault = { meets: meeting(match), times, failed: 0, kind };
      faults.push(fault);
      return () => fault.failed;
    },
    before: (match, run) => {
      hooks.push({ meets: meeting(match), run });
    },
    clear: () => {
      faults.length = 0;
      hooks.length = 0;
    },
    apply: async (call, caller) => {
      for (const hook of hooks.filter(({ meets }) => meets(call, caller))) {
        // Taken out before it runs, so that its own calls do not wait for it.
        hooks.splice(hooks.indexOf(hook), 1);
        await hook.run();
      }
      const fault = faults.find((one) => one.failed < one.times && one.meets(call, caller));
      if (fault) fault.failed += 1;
      return fault?.kind;
    },
  };
};

type Meeting = (call: Call, caller: string | undefined) => boolean;

/** Tells of each call whether it is one that `match` means, and not one of those that it skips. */
const meeting = ({ skip = 0, ...match }: CallMatch): Meeting => {
  let passed = 0;
  return (call, caller) => matches(match, call, caller) && passed++ >= skip;
};

const matches = (match: Omit<CallMatch, 'skip'>, call: Call, caller: string | undefined): boolean =>
  (match.service === undefined || match.service === call.service) &&
  (match.operation === undefined || match.operation === call.operation) &&
  (match.table === undefined || (call.tables?.includes(match.table) ?? false)) &&
  (match.bucket === undefined || match.bucket === call.bucket) &&
  (match.queue === undefined || match.queue === call.queue) &&
  (match.caller === undefined || match.caller === caller);

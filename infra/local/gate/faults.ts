import type { Call, ServiceName } from './call.ts';
import { CallError } from './call-error.ts';

/** What a fault or a hook is aimed at; what is left out matches everything. */
export interface CallMatch {
  readonly service: ServiceName;
  /** The operation's name in the service's API, for example `PutItem`; a form post to S3 is `PostObject`. */
  readonly operation: string;
  readonly table?: string;
  readonly bucket?: string;
  readonly queue?: string;
}

/**
 * How a call fails, without having done anything. `throttle`: the service's own throttling error. `error500`: its
 * internal error. `reset`: the connection is cut without an answer. `unprocessed`: a batch call of DynamoDB does the
 * first half of its work (rounded down) and returns the rest as unprocessed.
 */
export type FaultKind =
  | 'throttle'
  | 'error500'
  | 'reset'
  | 'unprocessed'
  | { readonly status: number; readonly code: string; readonly message?: string };

interface Fault extends CallMatch {
  /** How many matching calls fail. */
  readonly times: number;
  readonly kind: FaultKind;
}

export interface Faults {
  readonly inject: (fault: Fault) => void;
  /** Runs `run` before the next matching call is forwarded (once); the call waits for it. */
  readonly before: (match: CallMatch, run: () => Promise<void> | void) => void;
  /** Forgets all faults and hooks. */
  readonly clear: () => void;
}

export interface FaultInjector extends Faults {
  /** Runs the hooks that await `call` and returns how it has to fail, if it has to. Counts the fault down. */
  readonly apply: (call: Call) => Promise<FaultKind | undefined>;
}

/** Thrown to cut the caller's connection. */
export class ConnectionResetError extends Error {}

const THROTTLING: Readonly<Record<ServiceName, readonly [status: number, code: string, message: string]>> = {
  dynamodb: [400, 'ProvisionedThroughputExceededException', 'The level of configured throughput has been exceeded'],
  s3: [503, 'SlowDown', 'Please reduce your request rate.'],
  sqs: [403, 'RequestThrottled', 'The request was denied due to request throttling.'],
  ses: [429, 'TooManyRequestsException', 'Too many requests have been made to the operation.'],
  secretsmanager: [400, 'ThrottlingException', 'Rate exceeded'],
};

const INTERNAL_CODES: Readonly<Record<ServiceName, string>> = {
  dynamodb: 'InternalServerError',
  s3: 'InternalError',
  sqs: 'InternalFailure',
  ses: 'InternalServiceErrorException',
  secretsmanager: 'InternalServiceError',
};

/** The error that a fault shows as; throws ConnectionResetError for a reset and an error for `unprocessed`, which is none. */
export const faultError = (service: ServiceName, kind: FaultKind): CallError => {
  if (kind === 'reset') throw new ConnectionResetError('The connection is cut by an injected fault');
  if (kind === 'unprocessed') throw new Error('Only the batch operations of DynamoDB know unprocessed items');
  if (kind === 'throttle') return new CallError(...THROTTLING[service]);
  if (kind === 'error500') return new CallError(500, INTERNAL_CODES[service], 'An injected fault');
  return new CallError(kind.status, kind.code, kind.message ?? 'An injected fault');
};

/** Keeps the faults and hooks that are still to come, in the order of their making. */
export const createFaults = (): FaultInjector => {
  const faults: (CallMatch & { times: number; readonly kind: FaultKind })[] = [];
  const hooks: { readonly match: CallMatch; readonly run: () => Promise<void> | void }[] = [];
  return {
    inject: (fault) => {
      faults.push({ ...fault });
    },
    before: (match, run) => {
      hooks.push({ match, run });
    },
    clear: () => {
      faults.length = 0;
      hooks.length = 0;
    },
    apply: async (call) => {
      for (const hook of hooks.filter(({ match }) => matches(match, call))) {
        // Taken out before it runs, so that its own calls do not wait for it.
        hooks.splice(hooks.indexOf(hook), 1);
        await hook.run();
      }
      const fault = faults.find((one) => one.times > 0 && matches(one, call));
      if (fault) fault.times -= 1;
      return fault?.kind;
    },
  };
};

const matches = (match: CallMatch, call: Call): boolean =>
  match.service === call.service &&
  match.operation === call.operation &&
  (match.table === undefined || (call.tables?.includes(match.table) ?? false)) &&
  (match.bucket === undefined || match.bucket === call.bucket) &&
  (match.queue === undefined || match.queue === call.queue);

import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './function-definition.ts';
import type { FromWorker, FunctionError, ToWorker, WorkerOrder } from './protocol.ts';

/** What became of one event. */
export type Outcome =
  | { readonly payload: string; readonly memoryMegabytes: number }
  | { readonly error: FunctionError; readonly memoryMegabytes?: number };

/** One event for an instance. */
interface HandleCall {
  readonly requestId: string;
  /** As JSON. */
  readonly event: string;
  readonly offset: number;
  readonly traceHeader: string;
}

export interface FunctionInstance {
  /** Hands the instance one event, which it must not have while it has another. Never rejects. */
  readonly handle: (call: HandleCall) => Promise<Outcome>;
  readonly isBusy: () => boolean;
  /** False once the worker has ended: by a crash, an exit or a time-out. */
  readonly isAlive: () => boolean;
  readonly shiftClock: (offset: number) => void;
  readonly stop: () => Promise<unknown>;
}

export interface InstanceOptions {
  readonly definition: FunctionDefinition;
  readonly environment: Record<string, string>;
  readonly logStream: string;
  readonly offset: number;
  readonly onLog: (text: string) => void;
}

/** V8 needs room of its own besides the heap that a small function uses. */
const LEAST_HEAP_MEGABYTES = 64;

/**
 * Starts a worker thread for one instance of a function. It takes one event at a time; an event whose worker ends, or
 * does not answer within the function's time-out, fails alone.
 */
export const startInstance = ({
  definition,
  environment,
  logStream,
  offset,
  onLog,
}: InstanceOptions): FunctionInstance => {
  const order: WorkerOrder = {
    folder: definition.folder,
    handler: definition.handler,
    functionName: definition.functionName,
    functionArn: definition.arn,
    memoryMegabytes: definition.memoryMegabytes,
    logGroup: definition.logGroup,
    logStream,
    offset,
  };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: order,
    env: environment,
    execArgv: definition.variables.NODE_OPTIONS?.split(' ') ?? [], // a thread takes none from its environment
    resourceLimits: { maxOldGenerationSizeMb: Math.max(LEAST_HEAP_MEGABYTES, definition.memoryMegabytes) },
  });
  const tell = (message: ToWorker): void => worker.postMessage(message);
  let alive = true;
  let settle: ((outcome: Outcome) => void) | undefined;
  let failure: FunctionError | undefined;
  let markReady: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    markReady = resolve;
  });

  const finish = (outcome: Outcome): void => {
    const waiting = settle;
    settle = undefined;
    waiting?.(outcome);
  };
  worker.on('message', (message: FromWorker) => {
    switch (message.kind) {
      case 'ready':
        markReady();
        break;
      case 'log':
        onLog(message.text);
        break;
      case 'done':
        finish(message);
        break;
    }
  });
  worker.on('error', (error) => {
    failure = crashOf(error);
    onLog(JSON.stringify({ level: 'ERROR', message: 'the instance crashed', ...failure }));
  });
  worker.on('exit', (code) => {
    alive = false;
    markReady();
    finish({
      error: failure ?? {
        errorType: 'Runtime.ExitError',
        errorMessage: `Runtime exited with error: exit status ${code}`,
      },
    });
  });

  return {
    handle: async ({ requestId, event, offset: now, traceHeader }) => {
      const outcome = new Promise<Outcome>((resolve) => {
        settle = resolve;
      });
      await ready;
      if (!alive) {
        finish({
          error: failure ?? { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited before it was ready' },
        });
        return outcome;
      }
      const { timeoutSeconds } = definition;
      const timer = setTimeout(() => {
        finish({
          error: {
            errorType: 'Sandbox.Timedout',
            errorMessage: `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
          },
        });
        alive = false;
        void worker.terminate();
      }, timeoutSeconds * 1000);
      tell({ kind: 'invoke', requestId, event, timeoutMilliseconds: timeoutSeconds * 1000, offset: now, traceHeader });
      return outcome.finally(() => clearTimeout(timer));
    },
    isBusy: () => settle !== undefined,
    isAlive: () => alive,
    shiftClock: (milliseconds) => tell({ kind: 'clock', offset: milliseconds }),
    stop: () => worker.terminate(),
  };
};

const crashOf = (error: unknown): FunctionError => {
  if (!(error instanceof Error)) return { errorType: 'Runtime.Unknown', errorMessage: String(error) };
  // An error's code is Node.js's own addition to the type.
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return {
      errorType: 'Runtime.OutOfMemory',
      errorMessage: 'Runtime exited with error: signal: killed (out of memory)',
    };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
};

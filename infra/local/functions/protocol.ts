/** What a worker thread is started with. */
export interface WorkerOrder {
  /** The folder of the function's bundle. */
  readonly folder: string;
  /** `file.export`, as the template's `Handler`. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
  readonly logGroup: string;
  readonly logStream: string;
  /** Milliseconds that the runtime's clock is ahead of the machine's. */
  readonly offset: number;
}

export type ToWorker =
  | {
      readonly kind: 'invoke';
      readonly requestId: string;
      /** The event as JSON. */
      readonly event: string;
      readonly timeoutMilliseconds: number;
      /** What Lambda tells the function by `_X_AMZN_TRACE_ID`. */
      readonly traceHeader: string;
      readonly offset: number;
    }
  | { readonly kind: 'clock'; readonly offset: number };

/** An error as Lambda reports it to the caller. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly text: string }
  /** `payload` is what the handler returned, as JSON. */
  | ({ readonly kind: 'done'; readonly memoryMegabytes: number } & (
      | { readonly payload: string }
      | { readonly error: FunctionError }
    ));

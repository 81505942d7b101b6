export type ServiceName = 'dynamodb' | 's3' | 'sqs' | 'ses' | 'secretsmanager' | 'kms';

/** Where ARNs lie: the region and the account of the stack. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** A request as it came in; the body has been read whole. */
export interface GateRequest {
  readonly method: string;
  /** The path as it stands on the wire, percent-encoded. */
  readonly path: string;
  /** The query's names and values, decoded, in their order. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** By lower-case name; repeated headers are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Aborts when the caller hangs up. */
  readonly signal: AbortSignal;
}

/** One action on one resource that the caller has to be allowed to do. */
export interface Permission {
  /** For example `dynamodb:PutItem`. */
  readonly action: string;
  /** The resource's ARN, or `*` for actions that have none. */
  readonly resource: string;
}

/** What a request asks for, in the words of its service. */
export interface Call {
  readonly service: ServiceName;
  /** The operation's name in the service's API, for example `PutItem`. */
  readonly operation: string;
  /** All of them are needed. */
  readonly permissions: readonly Permission[];
  /** Condition keys of the service, for example `s3:prefix`; those of many values have a list. */
  readonly conditionKeys: Readonly<Record<string, string | readonly string[]>>;
  readonly tables?: readonly string[];
  readonly bucket?: string;
  readonly key?: string;
  readonly queue?: string;
}

/** What the gate answers with. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | NodeJS.ReadableStream;
}

/** The query's first value of `name`, or undefined. */
export const queryValue = (request: GateRequest, name: string): string | undefined =>
  request.query.find(([key]) => key === name)?.[1];

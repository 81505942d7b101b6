/** One statement of an IAM policy with every reference of the template resolved. */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  readonly Sid?: string;
  readonly Principal?: unknown;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Somebody who signs requests: one instance of a function, the poller of a queue, the scheduler, a test. */
export interface Principal {
  /** As errors name it, for example `assumed-role/ingest-activity`. */
  readonly name: string;
  readonly credentials: Credentials;
  /** The identity's policies; what they do not allow is denied. */
  readonly statements: readonly PolicyStatement[];
  /** False once the function's handler has returned: a call made then is refused. */
  readonly mayCallNow: () => boolean;
  /** For an AWS service that acts by a resource's policy: its name there, for example `events.amazonaws.com`. */
  readonly service?: string;
  /** What the service acts for, which policies ask for as `aws:SourceArn`, for example a rule's ARN. */
  readonly sourceArn?: string;
}

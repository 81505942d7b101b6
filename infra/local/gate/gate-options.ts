import type { Clock } from '../clock.ts';
import type { AskDynamoDb } from '../embedded/dynamo-db.ts';
import type { Meter } from './dynamodb/meter.ts';
import type { Faults } from './faults.ts';
import type { JsonObject } from './json-body.ts';
import type { KeyStore } from './kms/key-store.ts';
import type { PolicyStatement, Principal } from './principal.ts';
import type { SecretStore } from './secrets-manager/secret-store.ts';
import type { SesEvent } from './ses/mail-events.ts';
import type { Uses } from './uses.ts';

/** One rule of a bucket's CorsConfiguration, in CloudFormation's own words. */
export interface CorsRule {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposedHeaders?: readonly string[];
  readonly MaxAge?: number;
}

export interface BucketSettings {
  readonly cors: readonly CorsRule[];
  /** The statements of the bucket's policy. */
  readonly policy: readonly PolicyStatement[];
  /** Whether the bucket tells EventBridge (and so `onObjectCreated`) what is stored in it. */
  readonly eventBridge: boolean;
}

/** An object as EventBridge's `Object Created` event describes it. */
export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** As the event's `reason` names the call. */
  readonly reason: 'PutObject' | 'POST Object' | 'CopyObject' | 'CompleteMultipartUpload';
}

/** A call that the gate denied, for tests. */
export interface Refusal {
  /** The principal's name, or the access key id if nobody goes by it, or `anonymous`. */
  readonly principal: string;
  /** The IAM action, for example `dynamodb:PutItem`. */
  readonly action: string;
  /** The resource's ARN. */
  readonly resource: string;
  readonly reason: 'not-allowed' | 'explicitly-denied' | 'after-return';
}

/** The embedded servers that the gate stands in front of. */
interface Upstreams {
  /** None where nothing calls DynamoDB. */
  readonly dynamodb?: AskDynamoDb;
  readonly s3: URL;
  readonly sqs: URL;
  readonly ses: URL;
}

export interface GateOptions {
  readonly clock: Clock;
  /** The port to listen on at 127.0.0.1; by default the system chooses one. */
  readonly port?: number;
  readonly upstreams: Upstreams;
  readonly region: string;
  readonly account: string;
  /** By the bucket's name. This, the two maps below and the identities are read at each call, so that they may be filled after the start. */
  readonly buckets: ReadonlyMap<string, BucketSettings>;
  /** The statements of queue policies, by the queue's name. */
  readonly queuePolicies: ReadonlyMap<string, readonly PolicyStatement[]>;
  /** The TTL attribute, by the table's name. */
  readonly ttlAttributes: ReadonlyMap<string, string>;
  /**
   * Whose reads of DynamoDB, by the caller's name, may see an earlier state unless they ask for a consistent one; nobody's
   * without it. See `createLateReads`.
   */
  readonly readsLate?: (caller: string) => boolean;
  /** Whether what calls consume of DynamoDB is measured and summed up, which takes further reads of the embedded one. */
  readonly metersCapacity?: boolean;
  /** What Secrets Manager keeps; nothing without it. */
  readonly secrets?: SecretStore;
  /** The keys of KMS; none without it. */
  readonly keys?: KeyStore;
  /** Told of every mail that was taken, as its SendEmail request. */
  readonly onMailSent?: (request: JsonObject) => Promise<void>;
  /** Verified e-mail addresses and domains. */
  readonly sesIdentities: readonly string[];
  /** The types of events (lower case) that a configuration set of SES publishes, by its name; without it there is none. */
  readonly sesConfigurationSets?: ReadonlyMap<string, readonly string[]>;
  /** Told what becomes of a mail that was sent by a configuration set which publishes that. */
  readonly onMailEvent?: (event: SesEvent) => Promise<void>;
  readonly onObjectCreated: (created: CreatedObject) => Promise<void> | void;
  readonly log: (line: string) => void;
}

export interface Gate {
  /** The endpoint of every service; also what queue URLs start with: `{url}{account}/{queue}`. */
  readonly url: URL;
  /** Lets the principal's credentials sign calls, and presign URLs, from now on. */
  readonly admit: (principal: Principal) => void;
  /** Ends the credentials: calls and URLs signed with them, also earlier, are refused from now on. */
  readonly dismiss: (accessKeyId: string) => void;
  readonly faults: Faults;
  /** Deletes the items whose TTL attribute has passed by the clock, as DynamoDB does some day; returns how many. */
  readonly sweepExpired: () => Promise<number>;
  /** Lets readers who may see an earlier state see the newest, as once a second has passed. */
  readonly catchUp: () => void;
  /** What was consumed of DynamoDB, with `metersCapacity`. */
  readonly consumed: Pick<Meter, 'readings' | 'clear'>;
  readonly refused: readonly Refusal[];
  /** What of their policies the principals made use of. */
  readonly uses: Uses;
  readonly stop: () => Promise<void>;
}

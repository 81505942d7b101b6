import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createClock } from '../../../infra/local/clock.ts';
import { startDynamoDb } from '../../../infra/local/embedded/dynamo-db.ts';
import { startMail } from '../../../infra/local/embedded/mail.ts';
import { startS3AndSqs } from '../../../infra/local/embedded/s3-and-sqs.ts';
import type { BucketSettings, CreatedObject, PolicyStatement, Principal } from '../../../infra/local/gate/gate.ts';
import { type SesEvent, startGate } from '../../../infra/local/gate/gate.ts';
import { openKeyStore } from '../../../infra/local/gate/kms/key-store.ts';
import { openSecretStore } from '../../../infra/local/gate/secrets-manager/secret-store.ts';
import { createTable } from '../../fixtures/create-table.ts';

export const region = 'eu-central-1';
export const account = '123456789012';

const allowAll: readonly PolicyStatement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

/** Clients that sign as one principal, with a clock that is this many milliseconds ahead of the machine's. One attempt each, so that a test sees every error. */
const createClients = (endpoint: URL, { credentials }: Principal, systemClockOffset: number) => {
  const settings = { endpoint: endpoint.href, region, credentials, maxAttempts: 1, systemClockOffset };
  return {
    dynamoDb: new DynamoDBClient(settings),
    s3: new S3Client(settings),
    sqs: new SQSClient(settings),
    ses: new SESv2Client(settings),
    kms: new KMSClient(settings),
    secretsManager: new SecretsManagerClient(settings),
  };
};

const createPrincipal = (name: string, overrides: Partial<Principal> = {}): Principal => ({
  name: `assumed-role/${name}`,
  credentials: { accessKeyId: `ASIA${randomUUID()}`, secretAccessKey: randomUUID(), sessionToken: randomUUID() },
  statements: allowAll,
  mayCallNow: () => true,
  ...overrides,
});

/** Starts the embedded servers and the gate before them, with an admitted principal that may do everything. */
export const startGateUnderTest = async ({ metersCapacity = false }: { readonly metersCapacity?: boolean } = {}) => {
  const [dynamoDb, s3AndSqs, mail] = await Promise.all([startDynamoDb(), startS3AndSqs(), startMail()]);
  const clock = createClock();
  const secrets = await openSecretStore();
  const keys = await openKeyStore();
  const buckets = new Map<string, BucketSettings>();
  const queuePolicies = new Map<string, readonly PolicyStatement[]>();
  const ttlAttributes = new Map<string, string>();
  const created: CreatedObject[] = [];
  const told: SesEvent[] = [];
  const lines: string[] = [];
  const gate = await startGate({
    clock,
    upstreams: { dynamodb: dynamoDb.ask, s3: s3AndSqs.url, sqs: s3AndSqs.url, ses: mail.url },
    region,
    account,
    secrets,
    keys,
    buckets,
    queuePolicies,
    ttlAttributes,
    metersCapacity,
    readsLate: (caller) => caller === 'assumed-role/late',
    sesIdentities: ['seatpulse.example', 'Reports@partner.example'],
    sesConfigurationSets: new Map([
      ['watched', ['bounce']],
      ['silent', []],
    ]),
    onMailEvent: async (event) => {
      told.push(event);
    },
    onObjectCreated: (event) => {
      created.push(event);
    },
    log: (line) => {
      lines.push(line);
    },
  });
  /** Admits a principal and returns it with clients that sign as it. */
  const admit = (name: string, overrides: Partial<Principal> = {}) => {
    const principal = createPrincipal(name, overrides);
    gate.admit(principal);
    return { principal, ...createClients(gate.url, principal, clock.offset()) };
  };
  const admin = admit('admin');
  return {
    gate,
    clock,
    secrets,
    keys,
    buckets,
    queuePolicies,
    ttlAttributes,
    created,
    told,
    lines,
    mailbox: mail.url,
    admin,
    admit,
    createTable: (name: string) =>
      createTable(admin.dynamoDb, {
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'customerId', AttributeType: 'S' },
          { AttributeName: 'userId', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'customerId', KeyType: 'HASH' },
          { AttributeName: 'userId', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-user',
            KeySchema: [{ AttributeName: 'userId', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    stop: async () => {
      await gate.stop();
      await Promise.all([dynamoDb.stop(), s3AndSqs.stop(), mail.stop()]);
    },
  };
};

export type GateUnderTest = Awaited<ReturnType<typeof startGateUnderTest>>;

/** What `work` is rejected with; throws if it is not. */
export const rejectionOf = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('The call succeeded');
};

/** The text of an XML element, or undefined. */
export const xmlText = (xml: string, element: string): string | undefined =>
  new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];

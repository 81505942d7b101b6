import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSBatchResponse } from 'aws-lambda';
import { vi } from 'vitest';
import { startMail } from '../../../infra/local/embedded/mail.ts';
import { startS3AndSqs } from '../../../infra/local/embedded/s3-and-sqs.ts';
import { objectCreatedEvent } from '../../../infra/local/events/object-created.ts';
import { type CreatedObject, type Faults, startGate } from '../../../infra/local/gate/gate.ts';
import { openKeyStore } from '../../../infra/local/gate/kms/key-store.ts';
import { openSecretStore } from '../../../infra/local/gate/secrets-manager/secret-store.ts';
import { s3Client } from '../../../lib/storage/object-store.ts';
import { type ApiAnswer, type ApiRequest, callApi, lambdaContext, operator } from '../../fixtures/api-event.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';
import { collectsFrom } from '../sources/collects-from.ts';
import { type MadeUpService, madeUpService } from '../sources/made-up-collector.ts';

const PLACE = { region: 'eu-central-1', account: '000000000000' };
/** By which erasures name users. */
const ERASURE_KEY = {
  arn: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:erasure-key',
  name: 'erasure-key',
  tags: {},
  versions: [
    {
      id: '11111111-0000-4000-8000-000000000001',
      value: 'a key of at least 32 characters for tests',
      stages: ['AWSCURRENT'],
      createdAt: '2026-01-01T00:00:00.000Z',
    },
  ],
};
/** By which pseudonyms of users are made. */
const PSEUDONYM_KEY = {
  ...ERASURE_KEY,
  arn: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:pseudonym-key',
  name: 'pseudonym-key',
  versions: ERASURE_KEY.versions.map((version) => ({ ...version, value: 'another key of at least 32 characters' })),
};
/** Encrypts refresh tokens. */
const SOURCE_KEY = 'arn:aws:kms:eu-central-1:000000000000:key/sources';
const BUCKETS = ['portfolios', 'exports', 'uploads'] as const;
/** The queues that feed functions. */
export const QUEUES = ['runs', 'recalculations', 'publishes', 'exports', 'imports', 'erasures', 'collections'] as const;
type Queue = (typeof QUEUES)[number];

/** A message as a queue held it. */
export interface SentMessage {
  readonly queue: Queue;
  readonly body: unknown;
}

/** An object as a bucket holds it. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** An item as a table holds it, parsed by nobody. */
export interface StoredItem {
  readonly table: 'Activity' | 'Licensing' | 'Insights' | 'Jobs';
  readonly item: Readonly<Record<string, unknown>>;
}

/** All functions that store anything, on servers of their own. */
export interface Product {
  readonly tables: TestTables;
  /** What sources collect from, in the place of the services of others. */
  readonly service: MadeUpService;
  /** Makes calls to buckets, queues and mail fail. */
  readonly faults: Faults;
  /** Calls the API, as an operator unless somebody else is named, at the time it is. Throws unless it is answered well. */
  readonly call: (route: string, request?: Omit<ApiRequest, 'route'>) => Promise<ApiAnswer>;
  /** Posts a file with an upload form, as a browser does; S3's event of it joins the queue of imports. */
  readonly post: (form: { url: string; fields: Readonly<Record<string, string>> }, file: string) => Promise<void>;
  /** Delivers one message to the function of its queue. Answers whether it was taken. */
  readonly deliver: (message: SentMessage, milliseconds?: number) => Promise<boolean>;
  /** Hands a message to the function that ends jobs which nobody delivers any more. Answers whether it was taken. */
  readonly giveUp: (body: unknown) => Promise<boolean>;
  /** Delivers all messages of the queues and those that follow from them, at the time they are due; `after` is awaited after each. */
  readonly drain: (after?: () => Promise<void>, queues?: readonly Queue[]) => Promise<void>;
  /**
   * Delivers messages that may fail, and those that follow from them in these queues: `comesAgain` is told of each delivery
   * and says whether its message comes again, which it does once no other is to be had. Delayed messages are waited for in
   * steps of so many seconds.
   */
  readonly redeliver: (
    messages: readonly SentMessage[],
    comesAgain: (message: SentMessage, isTaken: boolean) => boolean,
    following: { readonly queues: readonly Queue[]; readonly seconds: number },
  ) => Promise<void>;
  /** Every message that was taken off a queue so far. */
  readonly sent: readonly SentMessage[];
  readonly mailsTo: (recipient: string) => Promise<string[]>;
  readonly scan: () => Promise<StoredItem[]>;
  readonly objects: () => Promise<StoredObject[]>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the functions at an instant; the clock stands still until `vi.setSystemTime` sets it. Every step of a job ends as
 * soon as it may, so that what lies between two steps is stored, unless it is given seconds. Users go by their own names,
 * unless `pseudonymizeUsers` says otherwise.
 */
export const startProduct = async (
  now: string,
  stepSeconds = 0.000001,
  {
    pseudonymizeUsers = false,
    jobMilliseconds = 300_000,
  }: { readonly pseudonymizeUsers?: boolean; readonly jobMilliseconds?: number } = {},
): Promise<Product> => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) });
  const [tables, s3AndSqs, mail] = await Promise.all([startTables(), startS3AndSqs(), startMail()]);
  const created: CreatedObject[] = [];
  const secrets = await openSecretStore();
  await secrets.put(ERASURE_KEY);
  await secrets.put(PSEUDONYM_KEY);
  const keys = await openKeyStore();
  await keys.create(SOURCE_KEY);
  const gate = await startGate({
    ...PLACE,
    secrets,
    keys,
    clock: tables.clock,
    upstreams: { s3: s3AndSqs.url, sqs: s3AndSqs.url, ses: mail.url },
    buckets: new Map([['uploads', { cors: [], policy: [], eventBridge: true }]]),
    queuePolicies: new Map(),
    ttlAttributes: new Map(),
    sesIdentities: ['seatpulse@example.com'],
    sesConfigurationSets: new Map([['exports', ['bounce', 'complaint']]]),
    onObjectCreated: (object) => {
      created.push(object);
    },
    log: () => {},
  });
  gate.admit({
    name: 'test',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    statements: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    mayCallNow: () => true,
  });
  // Who fills and empties queues besides the functions: what their calls meet does not meet these.
  const outside = { accessKeyId: 'outside', secretAccessKey: 'test' };
  gate.admit({
    name: 'outside',
    credentials: outside,
    statements: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }],
    mayCallNow: () => true,
  });
  const urlOf = (queue: Queue) => `${gate.url.href}${PLACE.account}/${queue}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: gate.url.href,
    AWS_ENDPOINT_URL_SQS: gate.url.href,
    AWS_ENDPOINT_URL_SESV2: gate.url.href,
    PORTFOLIOS_BUCKET: 'portfolios',
    EXPORTS_BUCKET: 'exports',
    UPLOADS_BUCKET: 'uploads',
    RUN_QUEUE_URL: urlOf('runs'),
    RECALCULATION_QUEUE_URL: urlOf('recalculations'),
    PUBLISH_QUEUE_URL: urlOf('publishes'),
    EXPORT_QUEUE_URL: urlOf('exports'),
    IMPORT_QUEUE_URL: urlOf('imports'),
    ERASURE_QUEUE_URL: urlOf('erasures'),
    ERASURE_KEY_ARN: ERASURE_KEY.arn,
    PSEUDONYM_KEY_ARN: pseudonymizeUsers ? PSEUDONYM_KEY.arn : '',
    DELETED_UPLOADS_BUCKET: pseudonymizeUsers ? 'uploads' : '',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: gate.url.href,
    AWS_ENDPOINT_URL_KMS: gate.url.href,
    SOURCE_SECRETS: 'test/sources/',
    SOURCE_KEY_ARN: SOURCE_KEY,
    COLLECTION_QUEUE_URL: urlOf('collections'),
    COLLECTION_HOUR: '0',
    ...Object.fromEntries(
      ['IMPORT', 'EXPORT', 'ERASURE', 'COLLECTION'].map((kind) => [
        `${kind}_DEAD_LETTERS_URL`,
        `${gate.url.href}${PLACE.account}/dead`,
      ]),
    ),
    MAIL_FROM: 'seatpulse@example.com',
    MAIL_CONFIGURATION_SET: 'exports',
    PUBLIC_URL: 'https://api.example.com',
    REPORTING_LAG_DAYS: '1',
    LARGEST_UPLOAD_BYTES: '20000000',
    STEP_SECONDS: stepSeconds.toFixed(6),
    DELIVERIES: '15',
    FIRST_OPERATOR: '',
  });
  const sqs = new SQSClient({ credentials: outside });
  for (const QueueName of [...QUEUES, 'dead']) await sqs.send(new CreateQueueCommand({ QueueName }));
  for (const Bucket of BUCKETS) await s3Client().send(new CreateBucketCommand({ Bucket }));
  const service = madeUpService();
  const { functionOf, jobs, ender } = await loadFunctions(service);

  const sent: SentMessage[] = [];
  const hand = async (to: unknown, body: unknown, milliseconds = jobMilliseconds): Promise<boolean> => {
    const attributes = { ApproximateReceiveCount: '1' };
    const record = { messageId: 'm', body: JSON.stringify(body), attributes, messageAttributes: {} };
    // Of a record the chain reads these four; Lambda's caller does not use callbacks.
    const invoke = to as (event: unknown, context: unknown) => Promise<SQSBatchResponse>;
    return (await invoke({ Records: [record] }, lambdaContext(milliseconds))).batchItemFailures.length === 0;
  };
  const deliver: Product['deliver'] = ({ queue, body }, milliseconds) => hand(jobs[queue], body, milliseconds);
  const take = async (queue: Queue): Promise<SentMessage[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: urlOf(queue), MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl: urlOf(queue), ReceiptHandle }));
    const events = queue === 'imports' ? created.splice(0).map(eventOf) : [];
    return [...events, ...Messages.map(({ Body = '' }): unknown => JSON.parse(Body))].map((body) => ({ queue, body }));
  };
  const isEmpty = async (queue: Queue): Promise<boolean> => {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed'] as const;
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: urlOf(queue), AttributeNames: [...names] }),
    );
    return names.every((name) => Attributes[name] === '0');
  };

  const deliverAll = async (
    first: readonly SentMessage[],
    { queues, seconds }: { readonly queues: readonly Queue[]; readonly seconds: number },
    comesAgain: (message: SentMessage, isTaken: boolean) => Promise<boolean>,
  ): Promise<void> => {
    const given = [...first];
    const back: SentMessage[] = [];
    for (;;) {
      const messages = given.splice(0);
      for (const queue of queues) messages.push(...(await take(queue)));
      if (messages.length === 0) messages.push(...back.splice(0));
      for (const message of messages) {
        sent.push(message);
        if (await comesAgain(message, await deliver(message))) back.push(message);
      }
      if (messages.length > 0 || back.length > 0) continue;
      const empty = await Promise.all(queues.map(isEmpty));
      if (!empty.includes(false)) return;
      vi.setSystemTime(Date.now() + seconds * 1000); // a delayed message is still to come
    }
  };

  return {
    tables,
    service,
    faults: gate.faults,
    sent,
    deliver,
    giveUp: (body) => hand(ender, body),
    call: async (route, request) => {
      const answer = await callApi(functionOf(route), { caller: operator, now: new Date(), ...request, route });
      if (answer.status < 400) return answer;
      throw new Error(`${route} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    },
    post: async ({ url, fields }, file) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob([file]));
      const { status } = await fetch(url, { method: 'POST', body: form });
      if (status !== 204) throw new Error(`The upload was answered with ${status}`);
    },
    drain: (after = async () => {}, queues = QUEUES) =>
      deliverAll([], { queues, seconds: 1 }, async (message, isTaken) => {
        if (!isTaken) throw new Error(`A message was not taken: ${JSON.stringify(message)}`);
        await after();
        return false;
      }),
    redeliver: (messages, comesAgain, following) =>
      deliverAll(messages, following, async (message, isTaken) => comesAgain(message, isTaken)),
    mailsTo: async (recipient) => {
      const answer = await fetch(new URL('/store', mail.url));
      const { emails } = (await answer.json()) as { emails: Mail[] }; // the inbox's own format
      return emails.filter(({ destination }) => destination.to.includes(recipient)).map(({ body }) => body.text);
    },
    scan: async () => {
      const found: StoredItem[] = [];
      for (const table of ['Activity', 'Licensing', 'Insights', 'Jobs'] as const) {
        let start: Record<string, unknown> | undefined;
        do {
          const page = await tables.jobs.client.send(new ScanCommand({ TableName: table, ExclusiveStartKey: start }));
          found.push(...(page.Items ?? []).map((item) => ({ table, item })));
          start = page.LastEvaluatedKey;
        } while (start);
      }
      return found;
    },
    objects: async () => {
      const found: StoredObject[] = [];
      for (const bucket of BUCKETS) {
        const { Contents = [] } = await s3Client().send(new ListObjectsV2Command({ Bucket: bucket }));
        for (const { Key: key = '' } of Contents) {
          const { Body } = await s3Client().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
          found.push({ bucket, key, bytes: (await Body?.transformToByteArray()) ?? new Uint8Array() });
        }
      }
      return found;
    },
    stop: async () => {
      vi.useRealTimers();
      sqs.destroy();
      await gate.stop();
      await Promise.all([tables.stop(), s3AndSqs.stop(), mail.stop()]);
    },
  };
};

interface Mail {
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly text: string };
}

const eventOf = (object: CreatedObject): unknown => objectCreatedEvent(object, { ...PLACE, now: new Date() });

/** The functions behind the API, by the routes that they answer. */
const API = [
  'download-export',
  'ingest-activity',
  'manage-access',
  'manage-catalogue',
  'manage-licensing',
  'manage-settings',
  'manage-sources',
  'read-insights',
  'request-erasure',
  'request-export',
  'request-import',
  'request-recalculation',
  'review-access',
];

/** Functions read their environment when they are loaded. */
const loadFunctions = async (service: MadeUpService) => {
  const byRoute = new Map<string, unknown>();
  for (const name of API) {
    const { ROUTES } = (await import(`../../../functions/${name}/routes.ts`)) as { ROUTES: Record<string, string> };
    const { handler } = (await import(`../../../functions/${name}/handler.ts`)) as { handler: unknown };
    for (const route of Object.values(ROUTES)) byRoute.set(route, handler);
  }
  return {
    functionOf: (route: string): unknown => byRoute.get(route),
    jobs: {
      runs: (await import('../../../functions/schedule-recalculation/handler.ts')).handler,
      recalculations: (await import('../../../functions/recalculate-customer/handler.ts')).handler,
      publishes: (await import('../../../functions/publish-portfolio/handler.ts')).handler,
      exports: (await import('../../../functions/write-export/handler.ts')).handler,
      imports: (await import('../../../functions/import-file/handler.ts')).handler,
      erasures: (await import('../../../functions/erase-data/handler.ts')).handler,
      collections: await collectsFrom(service),
    } satisfies Record<Queue, unknown>,
    ender: (await import('../../../functions/end-job/handler.ts')).handler,
  };
};

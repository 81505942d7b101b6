import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse } from 'aws-lambda';
import { vi } from 'vitest';
import { startS3AndSqs } from '../../../infra/local/embedded/s3-and-sqs.ts';
import { objectCreatedEvent } from '../../../infra/local/events/object-created.ts';
import { type CreatedObject, startGate } from '../../../infra/local/gate/gate.ts';
import { openKeyStore } from '../../../infra/local/gate/kms/key-store.ts';
import { openSecretStore } from '../../../infra/local/gate/secrets-manager/secret-store.ts';
import { s3Client } from '../../../lib/storage/object-store.ts';
import { scanPage } from '../../../lib/storage/scan-page.ts';
import type { Table } from '../../../lib/storage/table.ts';
import { type ApiRequest, callApi, lambdaContext, operator } from '../../fixtures/api-event.ts';
import { startTables } from '../../fixtures/tables.ts';

const PLACE = { region: 'eu-central-1', account: '000000000000' };
const KEY = `arn:aws:kms:${PLACE.region}:${PLACE.account}:key/sources`;
const QUEUES = ['collections', 'imports', 'publishes', 'dead'] as const;
type Queue = (typeof QUEUES)[number];

/** What keeps and collects sources, on servers of its own, at 10 o'clock of 2 March 2026. A test delivers what queues hold. */
export const startSources = async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-02T10:00:00Z') });
  const [tables, s3AndSqs, secrets, keys] = await Promise.all([
    startTables(),
    startS3AndSqs(),
    openSecretStore(),
    openKeyStore(),
  ]);
  await keys.create(KEY);
  const created: CreatedObject[] = [];
  const gate = await startGate({
    ...PLACE,
    secrets,
    keys,
    clock: tables.clock,
    upstreams: { s3: s3AndSqs.url, sqs: s3AndSqs.url, ses: s3AndSqs.url },
    buckets: new Map([['uploads', { cors: [], policy: [], eventBridge: true }]]),
    queuePolicies: new Map(),
    ttlAttributes: new Map(),
    sesIdentities: [],
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
  const urlOf = (queue: Queue) => `${gate.url.href}${PLACE.account}/${queue}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: gate.url.href,
    AWS_ENDPOINT_URL_SQS: gate.url.href,
    AWS_ENDPOINT_URL_KMS: gate.url.href,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: gate.url.href,
    UPLOADS_BUCKET: 'uploads',
    SOURCE_SECRETS: 'test/sources/',
    COLLECTION_QUEUE_URL: urlOf('collections'),
    IMPORT_QUEUE_URL: urlOf('imports'),
    PUBLISH_QUEUE_URL: urlOf('publishes'),
    COLLECTION_HOUR: '1',
    REPORTING_LAG_DAYS: '1',
    STEP_SECONDS: '60',
    DELIVERIES: '15',
    FIRST_OPERATOR: '',
  });
  const sqs = new SQSClient({});
  for (const QueueName of QUEUES) await sqs.send(new CreateQueueCommand({ QueueName }));
  await s3Client().send(new CreateBucketCommand({ Bucket: 'uploads' }));
  const { handler: api } = await import('../../../functions/manage-sources/handler.ts');
  const { handler: access } = await import('../../../functions/manage-access/handler.ts');
  const { handler: importer } = await import('../../../functions/import-file/handler.ts');
  const { handler: schedule } = await import('../../../functions/schedule-collection/handler.ts');

  const hand = async (handler: unknown, body: unknown): Promise<void> => {
    const record = { messageId: 'm', body: JSON.stringify(body), attributes: {}, messageAttributes: {} };
    // Of a record the chain reads these; Lambda's caller does not use callbacks.
    const invoke = handler as (event: unknown, context: unknown) => Promise<SQSBatchResponse>;
    const { batchItemFailures } = await invoke({ Records: [record] }, lambdaContext(300_000));
    if (batchItemFailures.length > 0) throw new Error(`A message was not taken: ${JSON.stringify(body)}`);
  };
  const take = async (queue: Queue): Promise<unknown[]> => {
    const taken: unknown[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: urlOf(queue), MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
      );
      if (Messages.length === 0) return taken;
      for (const { Body = '', ReceiptHandle } of Messages) {
        taken.push(JSON.parse(Body));
        await sqs.send(new DeleteMessageCommand({ QueueUrl: urlOf(queue), ReceiptHandle }));
      }
    }
  };
  return {
    tables,
    secrets,
    faults: gate.faults,
    stores: {
      licensing: tables.licensing,
      jobs: tables.jobs,
      bucket: 'uploads',
      largestBytes: 1_000_000,
      secretPrefix: 'test/sources/',
      keyArn: KEY,
      publishQueueUrl: urlOf('publishes'),
      collectionQueueUrl: urlOf('collections'),
    },
    take,
    /** All items of a table, or those of one of its partitions. */
    itemsOf: async (table: Table, partition?: string): Promise<Readonly<Record<string, unknown>>[]> => {
      const { items } = await scanPage(table, undefined);
      return items.filter((item) => partition === undefined || Object.values(item).includes(partition));
    },
    /** Fires the schedule of an hour. */
    fire: (scheduledFor: string) => hand(schedule, { scheduledFor }),
    /** Reads the files that were put since, to their ends. Returns how many there were. */
    importFiles: async (): Promise<number> => {
      const put = created.splice(0);
      const events = put.map((object) => objectCreatedEvent(object, { ...PLACE, now: new Date() }));
      for (let messages: unknown[] = events; messages.length > 0; messages = await take('imports'))
        for (const message of messages) await hand(importer, message);
      return put.length;
    },
    /** Delivers messages to what reads files, and what follows from them. */
    deliverImports: async (first: readonly unknown[]): Promise<void> => {
      for (let messages = first; messages.length > 0; messages = await take('imports'))
        for (const message of messages) await hand(importer, message);
    },
    call: (route: string, request: Omit<ApiRequest, 'route'> = {}) => {
      const handler = route.includes('source') || route.includes('proposed') ? api : access;
      return callApi(handler, { caller: operator, now: new Date(), ...request, route });
    },
    stop: async () => {
      vi.useRealTimers();
      sqs.destroy();
      await gate.stop();
      await Promise.all([s3AndSqs.stop(), tables.stop()]);
    },
  };
};

export type Sources = Awaited<ReturnType<typeof startSources>>;

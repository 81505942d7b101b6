import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse } from 'aws-lambda';
import { vi } from 'vitest';
import { createClock } from '../../../infra/local/clock.ts';
import { startS3AndSqs } from '../../../infra/local/embedded/s3-and-sqs.ts';
import { startGate } from '../../../infra/local/gate/gate.ts';
import type { AuthorizerContext } from '../../../lib/access/caller.ts';
import type { ImportPreview } from '../../../lib/imports/job/import-preview.ts';
import type { UnnamedProduct } from '../../../lib/licensing/not-counted.ts';
import { callApi, lambdaContext, operator } from '../../fixtures/api-event.ts';
import { startQueue } from '../../fixtures/queue.ts';
import { startTables } from '../../fixtures/tables.ts';

const BUCKET = 'uploads';

/** What the API tells of an import. */
export interface ImportAnswer {
  readonly status: string;
  readonly progress: number;
  readonly rows: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly errors: readonly { line: number | null; code: string; message: string }[];
  readonly errorCount: number;
  readonly warnings: readonly { code: string; message: string; count: number }[];
  readonly seatsNotCounted?: readonly UnnamedProduct[];
  readonly moreNotCounted?: number;
  readonly finishedAt?: string;
  readonly previewed?: ImportPreview;
  readonly canUndo: boolean;
  readonly undoUntil?: string;
  readonly putsBack?: Readonly<Record<string, number>>;
  readonly undo?: { readonly status: string; readonly reason?: { readonly code: string; readonly message: string } };
}

interface Requested {
  readonly id: string;
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

/** What is stored, without the marks by which it is known which import made it. */
export const withoutMarks = <Stored>(stored: Stored): Stored =>
  JSON.parse(JSON.stringify(stored, (name, value: unknown) => (name === 'made' ? undefined : value))) as Stored; // the same but for the marks

/** EventBridge's event of an upload, as the queue holds it. */
export const uploadedEvent = (importId: string) => ({
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: '000000000000',
  time: '2026-03-02T10:00:00Z',
  region: 'eu-central-1',
  resources: [`arn:aws:s3:::${BUCKET}`],
  detail: {
    version: '0',
    bucket: { name: BUCKET },
    object: {
      key: `imports/${importId}`,
      size: 5,
      etag: 'b1946ac92492d2347c6235b4d2611184',
      sequencer: '617f08299329d189',
    },
    'request-id': 'N4N7GDK58NMKJ12R',
    requester: '000000000000',
    'source-ip-address': '127.0.0.1',
    reason: 'POST Object',
  },
});

/**
 * Both functions on embedded servers, at 10 o'clock of 2 March 2026. A step of an import ends after `stepSeconds`.
 * Nothing delivers messages by itself: a test does.
 */
export const startImports = async (stepSeconds: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-02T10:00:00Z') });
  const tables = await startTables();
  const queue = await startQueue('IMPORT_QUEUE_URL');
  const queueUrl = new URL(process.env.IMPORT_QUEUE_URL ?? '');
  const s3 = await startS3AndSqs();
  const publishes = queueUrl.pathname.replace(/[^/]+$/u, 'publishes');
  const gate = await startGate({
    clock: createClock(),
    upstreams: { s3: s3.url, sqs: new URL(queueUrl.origin), ses: s3.url },
    region: 'eu-central-1',
    account: '000000000000',
    buckets: new Map([[BUCKET, { cors: [], policy: [], eventBridge: true }]]),
    queuePolicies: new Map(),
    ttlAttributes: new Map(),
    sesIdentities: [],
    onObjectCreated: () => {},
    log: () => {},
  });
  gate.admit({
    name: 'test',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    statements: [{ Effect: 'Allow', Action: ['s3:*', 'sqs:*'], Resource: '*' }],
    mayCallNow: () => true,
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: gate.url.href,
    AWS_ENDPOINT_URL_SQS: gate.url.href,
    IMPORT_QUEUE_URL: new URL(queueUrl.pathname, gate.url).href,
    UPLOADS_BUCKET: BUCKET,
    LARGEST_UPLOAD_BYTES: '20000000',
    // What is to be published is published by nobody here.
    PUBLISH_QUEUE_URL: new URL(publishes, gate.url).href,
    REPORTING_LAG_DAYS: '1',
    STEP_SECONDS: String(stepSeconds),
    DELIVERIES: '15',
    // Nobody reads dead letters here: they join the other messages.
    IMPORT_DEAD_LETTERS_URL: new URL(queueUrl.pathname, gate.url).href,
    EXPORT_DEAD_LETTERS_URL: new URL(queueUrl.pathname, gate.url).href,
    ERASURE_DEAD_LETTERS_URL: new URL(queueUrl.pathname, gate.url).href,
    COLLECTION_DEAD_LETTERS_URL: new URL(queueUrl.pathname, gate.url).href,
  });
  const sqs = new SQSClient({});
  await sqs.send(new CreateQueueCommand({ QueueName: 'publishes' }));
  sqs.destroy();
  const client = new S3Client({});
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  client.destroy();
  const { handler: api } = await import('../../../functions/request-import/handler.ts');
  const { handler: job } = await import('../../../functions/import-file/handler.ts');
  const { handler: end } = await import('../../../functions/end-job/handler.ts');
  const { readCalendars } = await import('../../../lib/activity/activity-table.ts');
  const { readAssignments } = await import('../../../lib/licensing/assignments-table.ts');

  const request = (body: unknown, caller: AuthorizerContext = operator, partner?: string) =>
    callApi(api, {
      route: 'POST /v1/imports',
      body,
      caller,
      now: new Date(),
      ...(partner === undefined ? {} : { query: { partner } }),
    });
  const show = (id: string, caller: AuthorizerContext = operator) =>
    callApi(api, { route: 'GET /v1/imports/{id}', path: { id }, caller, now: new Date() });
  const list = (query: Record<string, string>, caller: AuthorizerContext = operator) =>
    callApi(api, { route: 'GET /v1/imports', query, caller, now: new Date() });
  /** Says which product a name is that an import could not name. */
  const map = (id: string, body: unknown, caller: AuthorizerContext = operator) =>
    callApi(api, { route: 'POST /v1/imports/{id}/mappings', path: { id }, body, caller, now: new Date() });
  /** Takes a file that was only shown as it would be taken. */
  const take = (id: string, body: unknown = {}, caller: AuthorizerContext = operator) =>
    callApi(api, { route: 'POST /v1/imports/{id}/take', path: { id }, body, caller, now: new Date() });
  /** Keeps, shows, lists or deletes presets of columns. */
  const presets = (route: string, caller: AuthorizerContext, name?: string, body?: unknown) =>
    callApi(api, { route, caller, now: new Date(), ...(name === undefined ? {} : { path: { name } }), body });
  const requestUndo = (id: string, caller: AuthorizerContext = operator) =>
    callApi(api, { route: 'POST /v1/imports/{id}/undo', path: { id }, caller, now: new Date() });
  const progress = async (id: string) => (await show(id)).body as ImportAnswer; // the 200 of this operation

  const post = async ({ upload }: Requested, file: string | Buffer): Promise<number> => {
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
    form.append('file', new Blob([new Uint8Array(Buffer.from(file))]));
    return (await fetch(upload.url, { method: 'POST', body: form })).status;
  };

  /** Asks for an import and uploads its file; an operator may do so as a partner. */
  const hand = async (
    body: object,
    file: string | Buffer,
    caller?: AuthorizerContext,
    partner?: string,
  ): Promise<string> => {
    const requested = (await request(body, caller, partner)).body as Requested; // the 201 of this operation
    const status = await post(requested, file);
    if (status !== 204) throw new Error(`The upload was answered with ${status}`);
    return requested.id;
  };

  const handTo = async (handler: unknown, message: unknown): Promise<boolean> => {
    const record = {
      messageId: 'm',
      body: JSON.stringify(message),
      receiptHandle: 'm',
      eventSourceARN: `arn:aws:sqs:eu-central-1:000000000000:${queueUrl.pathname.split('/').at(-1)}`,
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {},
    };
    // Of a record the chain reads these; Lambda's caller does not use callbacks.
    const invoke = handler as (event: unknown, context: unknown) => Promise<SQSBatchResponse>;
    return (await invoke({ Records: [record] }, lambdaContext(300_000))).batchItemFailures.length === 0;
  };
  /** Delivers one message; answers whether it is done, or returns to its queue. */
  const deliver = (message: unknown): Promise<boolean> => handTo(job, message);
  /** Ends the import of a message that nobody delivers any more. */
  const giveUp = async (message: unknown): Promise<boolean> => {
    const isTaken = await handTo(end, message);
    await queue.take(); // the dead letter
    return isTaken;
  };

  /** Delivers the news of an upload and then what the import tells itself, until it says no more. */
  const run = async (importId: string): Promise<ImportAnswer> => {
    for (let messages: unknown[] = [uploadedEvent(importId)]; messages.length > 0; messages = await queue.take())
      for (const message of messages) if (!(await deliver(message))) throw new Error('A step failed');
    return progress(importId);
  };

  /** Delivers an import's messages until there are none, each of them by `deliverOne`. Returns how many there were. */
  const runSteps = async (importId: string, deliverOne: (message: unknown) => Promise<unknown>): Promise<number> => {
    let delivered = 0;
    for (let messages: unknown[] = [uploadedEvent(importId)]; messages.length > 0; messages = await queue.take())
      for (const message of messages) {
        await deliverOne(message);
        delivered += 1;
      }
    return delivered;
  };

  return {
    tables,
    queue,
    faults: gate.faults,
    request,
    show,
    list,
    map,
    take,
    presets,
    requestUndo,
    progress,
    post,
    hand,
    deliver,
    giveUp,
    run,
    runSteps,
    /** Delivers every message twice at once; returns how many there were. */
    runTwice: (importId: string) => runSteps(importId, (message) => Promise.all([deliver(message), deliver(message)])),
    assignmentsOf: async (customerId: string) => {
      const users = new Map<string, unknown>();
      for await (const { userId, holdings } of readAssignments(tables.licensing, customerId))
        users.set(userId, holdings);
      return users;
    },
    withheldOf: async (customerId: string) => {
      const users = new Map<string, unknown>();
      for await (const { userId, withheld } of readAssignments(tables.licensing, customerId))
        if (withheld) users.set(userId, withheld);
      return users;
    },
    calendarsOf: async (customerId: string) => {
      const users = new Map<string, unknown>();
      for await (const { userId, calendar } of readCalendars(tables.activity, customerId)) users.set(userId, calendar);
      return users;
    },
    stop: async () => {
      vi.useRealTimers();
      await gate.stop();
      await Promise.all([s3.stop(), queue.stop(), tables.stop()]);
    },
  };
};

export type Imports = Awaited<ReturnType<typeof startImports>>;

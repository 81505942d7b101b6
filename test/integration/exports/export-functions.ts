import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse } from 'aws-lambda';
import { startMail } from '../../../infra/local/embedded/mail.ts';
import { startS3AndSqs } from '../../../infra/local/embedded/s3-and-sqs.ts';
import { type Faults, startGate } from '../../../infra/local/gate/gate.ts';
import { sqsEvent } from '../../../infra/local/queues/sqs-event.ts';
import { changePartner } from '../../../lib/customers/partner-table.ts';
import { type ExportMessage, exportMessage } from '../../../lib/exports/job/export-job.ts';
import { type ExportView, exportView } from '../../../lib/exports/job/export-view.ts';
import { type Generation, generationKeys, type PortfolioRow } from '../../../lib/portfolio/generation/generation.ts';
import { movePointer } from '../../../lib/portfolio/generation-pointer.ts';
import { putObject, s3Client } from '../../../lib/storage/object-store.ts';
import { type ApiAnswer, type ApiRequest, callApi, lambdaContext, partnerUser } from '../../fixtures/api-event.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';
import { customerRow, generationOfContoso } from '../../unit/exports/contoso.ts';

const ACCOUNT = '000000000000';
const REGION = 'eu-central-1';
const QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:exports`;

interface Mail {
  readonly from: string;
  readonly subject: string;
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly html: string; readonly text: string };
}

/** The functions of exports over servers of their own. */
export interface ExportFunctions {
  readonly tables: TestTables;
  /** Of S3, SQS and SES; those of DynamoDB are the tables'. */
  readonly faults: Faults;
  /** A call of the API by somebody at the partner `contoso`, unless said otherwise. */
  readonly call: (request: ApiRequest) => Promise<ApiAnswer>;
  readonly follow: (token: string, request?: Partial<ApiRequest> & { method?: 'GET' | 'HEAD' }) => Promise<ApiAnswer>;
  /** Asks for an export and returns its id. */
  readonly order: (body?: unknown) => Promise<string>;
  /** The export as the API tells of it. */
  readonly show: (exportId: string) => Promise<ExportView>;
  /** Hands a message to write-export; returns whether it was taken. */
  readonly deliver: (message: ExportMessage) => Promise<boolean>;
  /** Hands a message to end-job, as the queue does that delivers it no more; returns whether it was taken. */
  readonly giveUp: (message: ExportMessage) => Promise<boolean>;
  /** How many messages are among the dead letters. */
  readonly deadLetters: () => Promise<number>;
  /** Takes all messages out of the queue that can be received. */
  readonly takeMessages: () => Promise<ExportMessage[]>;
  /** Delivers all messages, and those that follow from them; returns how many. */
  readonly drain: () => Promise<number>;
  readonly mailsTo: (recipient: string) => Promise<Mail[]>;
  /** Forgets all mails so far. */
  readonly emptyMailbox: () => Promise<void>;
  /** The keys of all objects of an export. */
  readonly keysOf: (exportId: string) => Promise<string[]>;
  readonly readFile: (key: string) => Promise<Buffer>;
  readonly stop: () => Promise<void>;
}

/** When requests come in: the machine's time, as presigned addresses are checked by it. */
export const NOW = new Date();

/** Tells the partner's profile, anew each time. */
export const storePartner = (
  { licensing }: TestTables,
  more: { recipients?: string[]; lastUnlinkedAt?: string; partnerId?: string } = {},
): Promise<void> => {
  const { partnerId = 'contoso', ...rest } = more;
  return changePartner(licensing, partnerId, () => ({
    partnerId,
    name: 'Contoso Cloud',
    tenantIds: [],
    recipients: [],
    ...rest,
  }));
};

let generations = 0;

/** Customers that are packed together: a publication does the same with 500. */
const PAGE = 20;

const packed = (rows: readonly PortfolioRow[]): Buffer => {
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
  const pages = Array.from({ length: Math.max(1, Math.ceil(lines.length / PAGE)) }, (_, page) =>
    gzipSync(lines.slice(page * PAGE, (page + 1) * PAGE).join('')),
  );
  return Buffer.concat(pages);
};

/** Publishes a generation of these customers, newer than all before. */
export const publish = async (
  { insights }: TestTables,
  rows: readonly PortfolioRow[] = [customerRow()],
  more: Partial<Generation> = {},
): Promise<Generation> => {
  generations += 1;
  const { totals } = generationOfContoso();
  const generation = generationOfContoso({
    generationId: randomUUID(),
    startedAt: new Date(NOW.getTime() - 3_600_000 + generations).toISOString(),
    totals: { ...totals, customers: rows.length },
    ...more,
  });
  await putObject('portfolios', generationKeys(generation).rows, packed(rows), 'application/gzip');
  await movePointer(insights, generation);
  return generation;
};

/** Starts the servers and loads the functions. A step of write-export ends after every part when `stepSeconds` is tiny. */
export const startExports = async ({ stepSeconds = 60, metered = false } = {}): Promise<ExportFunctions> => {
  const [tables, s3AndSqs, mail] = await Promise.all([startTables({ metered }), startS3AndSqs(), startMail()]);
  const gate = await startGate({
    clock: tables.clock,
    upstreams: { s3: s3AndSqs.url, sqs: s3AndSqs.url, ses: mail.url },
    region: REGION,
    account: ACCOUNT,
    buckets: new Map(),
    queuePolicies: new Map(),
    ttlAttributes: new Map(),
    sesIdentities: ['seatpulse@example.com'],
    sesConfigurationSets: new Map([['exports', ['bounce', 'complaint']]]),
    onObjectCreated: () => {},
    log: () => {},
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const statements = [{ Effect: 'Allow', Action: '*', Resource: '*' } as const];
  gate.admit({ name: 'test', credentials, statements, mayCallNow: () => true });
  const queueReader = { accessKeyId: 'queue-reader', secretAccessKey: 'test' };
  gate.admit({ name: 'queue-reader', credentials: queueReader, statements, mayCallNow: () => true });
  const queueUrl = `${gate.url.href}${ACCOUNT}/exports`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: gate.url.href,
    AWS_ENDPOINT_URL_SQS: gate.url.href,
    AWS_ENDPOINT_URL_SESV2: gate.url.href,
    PORTFOLIOS_BUCKET: 'portfolios',
    EXPORTS_BUCKET: 'exports',
    EXPORT_QUEUE_URL: queueUrl,
    MAIL_FROM: 'seatpulse@example.com',
    MAIL_CONFIGURATION_SET: 'exports',
    PUBLIC_URL: 'https://api.example.com',
    STEP_SECONDS: String(stepSeconds),
    DELIVERIES: '15',
    EXPORT_DEAD_LETTERS_URL: `${gate.url.href}${ACCOUNT}/dead`,
    IMPORT_DEAD_LETTERS_URL: `${gate.url.href}${ACCOUNT}/dead`,
    ERASURE_DEAD_LETTERS_URL: `${gate.url.href}${ACCOUNT}/dead`,
    COLLECTION_DEAD_LETTERS_URL: `${gate.url.href}${ACCOUNT}/dead`,
  });
  const sqs = new SQSClient({ credentials: queueReader });
  for (const QueueName of ['exports', 'dead']) await sqs.send(new CreateQueueCommand({ QueueName }));
  for (const Bucket of ['portfolios', 'exports']) await s3Client().send(new CreateBucketCommand({ Bucket }));
  const [request, write, end, download] = await Promise.all([
    import('../../../functions/request-export/handler.ts'),
    import('../../../functions/write-export/handler.ts'),
    import('../../../functions/end-job/handler.ts'),
    import('../../../functions/download-export/handler.ts'),
  ]);

  const call = (wanted: ApiRequest) =>
    callApi(request.handler, { caller: partnerUser('contoso'), now: NOW, ...wanted });

  const takeMessages = async (): Promise<ExportMessage[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    return Messages.map(({ Body = '' }) => exportMessage.parse(JSON.parse(Body)));
  };

  const hand = async (to: unknown, message: ExportMessage): Promise<boolean> => {
    const Attributes = { ApproximateReceiveCount: '1' };
    const event = sqsEvent([{ MessageId: 'm', Body: JSON.stringify(message), Attributes }], QUEUE_ARN, REGION);
    // Middy's own type of a handler also knows callbacks, which Lambda's poller does not use.
    const handle = to as (event: unknown, context: unknown) => Promise<SQSBatchResponse>;
    return (await handle(event, lambdaContext(300_000))).batchItemFailures.length === 0;
  };
  const deliver = (message: ExportMessage): Promise<boolean> => hand(write.handler, message);

  const drain = async (): Promise<number> => {
    let delivered = 0;
    for (let messages = await takeMessages(); messages.length > 0; messages = await takeMessages())
      for (const message of messages) {
        if (!(await deliver(message))) throw new Error(`write-export did not take ${JSON.stringify(message)}`);
        delivered += 1;
      }
    return delivered;
  };

  return {
    tables,
    faults: gate.faults,
    call,
    follow: (token, { method = 'GET', ...more } = {}) =>
      callApi(download.handler, { route: `${method} /d/{token}`, path: { token }, now: NOW, ...more }),
    order: async (body = { reports: ['deployment', 'usage'] }) => {
      const answer = await call({ route: 'POST /v1/exports', body });
      if (answer.status !== 202) throw new Error(`The order was refused: ${JSON.stringify(answer)}`);
      return (answer.body as { id: string }).id; // the 202 of this operation
    },
    show: async (exportId) =>
      exportView.parse((await call({ route: 'GET /v1/exports/{id}', path: { id: exportId } })).body),
    deliver,
    giveUp: (message) => hand(end.handler, message),
    deadLetters: async () => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: `${gate.url.href}${ACCOUNT}/dead`,
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
      );
      return Number(Attributes?.ApproximateNumberOfMessages);
    },
    takeMessages,
    drain,
    mailsTo: async (recipient) => {
      const store = (await (await fetch(new URL('/store', mail.url))).json()) as { emails: Mail[] }; // the inbox's format
      return store.emails.filter(({ destination }) => destination.to.includes(recipient));
    },
    emptyMailbox: async () => {
      await fetch(new URL('/clear-store', mail.url), { method: 'POST' });
    },
    keysOf: async (exportId) => {
      const Prefix = `exports/${exportId}/`;
      const { Contents = [] } = await s3Client().send(new ListObjectsV2Command({ Bucket: 'exports', Prefix }));
      return Contents.map(({ Key = '' }) => Key);
    },
    readFile: async (Key) => {
      const { Body } = await s3Client().send(new GetObjectCommand({ Bucket: 'exports', Key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    stop: async () => {
      sqs.destroy();
      await gate.stop();
      await Promise.all([tables.stop(), s3AndSqs.stop(), mail.stop()]);
    },
  };
};

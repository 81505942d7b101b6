import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { startS3AndSqs } from '../../../infra/local/embedded/s3-and-sqs.ts';
import { putObject, s3Client } from '../../../lib/storage/object-store.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';
import { QUEUES, type StoredItem, type StoredObject } from './product.ts';

/** Fixtures of what was stored; they are added to when a shape changes, and never changed. */
const STORED = join(import.meta.dirname, '..', '..', 'fixtures', 'stored');

const packed = z.object({ base64: z.base64() });

/** Bytes stand in JSON as `{ "base64": … }`. */
const withBytes = (item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => {
      const { data } = packed.safeParse(value);
      return [name, data ? Buffer.from(data.base64, 'base64') : value];
    }),
  );

const read = <Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema> =>
  schema.parse(JSON.parse(readFileSync(join(STORED, `${name}.json`), 'utf8')));

const TABLES = ['Activity', 'Licensing', 'Insights', 'Jobs'] as const;

/** Every item of the fixtures. */
export const itemsBefore: readonly StoredItem[] = TABLES.flatMap((table) =>
  read(table.toLowerCase(), z.array(z.record(z.string(), z.unknown()))).map((item) => ({
    table,
    item: withBytes(item),
  })),
);

/** Every object of the fixtures. */
export const objectsBefore: readonly StoredObject[] = read(
  'objects',
  z.array(z.object({ bucket: z.string(), key: z.string(), base64: z.base64() })),
).map(({ base64, ...object }) => ({ ...object, bytes: Buffer.from(base64, 'base64') }));

/** Messages that lay in queues while a new version was deployed. */
export const messagesBefore = read('messages', z.array(z.object({ queue: z.enum(QUEUES), body: z.unknown() })));

/** Cursors that somebody kept, by list. */
export const cursorsBefore = read('cursors', z.record(z.string(), z.string()));

/** What browsers and mails hold, and the secret that the cookies were sealed with, with its version. */
export const tokensBefore = read(
  'tokens',
  z.object({
    sealedWith: z.string(),
    version: z.string(),
    session: z.string(),
    sessionWithoutVersion: z.string(),
    actingSession: z.string(),
    signIn: z.string(),
    mailedLink: z.string(),
  }),
);

/** Tables and buckets that hold the fixtures. */
export const startStoredBefore = async (): Promise<TestTables> => {
  const tables = await startTables();
  const s3 = await startS3AndSqs();
  process.env.AWS_ENDPOINT_URL_S3 = s3.url.href;
  for (const { table, item } of itemsBefore)
    await tables.jobs.client.send(new PutCommand({ TableName: table, Item: { ...item } }));
  for (const Bucket of new Set(objectsBefore.map(({ bucket }) => bucket)))
    await s3Client().send(new CreateBucketCommand({ Bucket }));
  for (const { bucket, key, bytes } of objectsBefore) await putObject(bucket, key, bytes, 'application/gzip');
  return {
    ...tables,
    stop: async () => {
      await tables.stop();
      await s3.stop();
    },
  };
};

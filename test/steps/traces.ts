import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { logged, theStack } from './stack.ts';

/** A place in a store: `LicensingTable customer#contoso | profile`, or `UploadsBucket imports/…`. */
interface Stored {
  readonly place: string;
  /** All of it, in composed form and lower case, decompressed where it is compressed. */
  readonly text: string;
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/** Where any of the texts stands, in whatever spelling: in all tables and buckets of the template, and `log` for the log. */
export const tracesOf = async (...texts: readonly string[]): Promise<string[]> => {
  const wanted = texts.map(folded);
  const places: string[] = [];
  for await (const { place, text } of everythingStored())
    if (wanted.some((one) => text.includes(one) || folded(place).includes(one))) places.push(place);
  if (wanted.some((one) => logged.some((line) => folded(line).includes(one)))) places.push('log');
  return places.sort();
};

async function* everythingStored(): AsyncGenerator<Stored> {
  const stack = await theStack();
  const settings = stack.clientSettings();
  const tables = DynamoDBDocumentClient.from(new DynamoDBClient(settings));
  for (const [id, TableName] of byLogicalId(stack.resources.tables)) yield* itemsOf(tables, id, TableName);
  tables.destroy();
  const buckets = new S3Client({ ...settings, forcePathStyle: true });
  for (const [id, Bucket] of byLogicalId(stack.resources.buckets)) yield* objectsOf(buckets, id, Bucket);
  buckets.destroy();
}

/** Resources are named by their logical ids, and by their paths too, which have slashes. */
const byLogicalId = (names: Readonly<Record<string, string>>): [string, string][] => {
  const all = Object.entries(names).filter(([name]) => !name.includes('/'));
  return all.filter(([, physical], at) => all.findIndex(([, other]) => other === physical) === at);
};

async function* itemsOf(client: DynamoDBDocumentClient, id: string, TableName: string): AsyncGenerator<Stored> {
  let start: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ExclusiveStartKey: start, ConsistentRead: true }));
    for (const item of page.Items ?? []) {
      const key = ['owner', 'record', 'day', 'job', 'item', 'customerId', 'userId'].flatMap((name) =>
        typeof item[name] === 'string' ? [item[name]] : [],
      );
      yield { place: `${id} ${key.slice(0, 2).join(' | ')}`, text: folded(textOf(item)) };
    }
    start = page.LastEvaluatedKey;
  } while (start);
}

const textOf = (item: object): string =>
  Object.values(item)
    .map((value: unknown) =>
      value instanceof Uint8Array ? brotliDecompressSync(value).toString() : JSON.stringify(value),
    )
    .join('\n');

async function* objectsOf(client: S3Client, id: string, Bucket: string): AsyncGenerator<Stored> {
  let token: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket, ContinuationToken: token }));
    for (const { Key = '' } of page.Contents ?? []) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      yield {
        place: `${id} ${Key}`,
        text: folded((Key.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(bytes)).toString()),
      };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

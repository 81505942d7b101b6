import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type AttributeValue, QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { type ItemPage, type PlainItem, readItemPage } from './read-items.ts';
import type { Table } from './table.ts';

/** A stretch of a partition's items, in the order of their sort keys. */
export interface KeySpan {
  readonly partition: readonly [attribute: string, value: string];
  /** The attribute that holds the sort key, and what the keys of all items wanted begin with. */
  readonly sort: readonly [attribute: string, prefix: string];
  /** Only those whose sort key comes after this one; none need have it. */
  readonly after: string | undefined;
  /** What is wanted of the items. */
  readonly attributes: readonly string[];
  /** Whether all that was written before must be seen. An eventual read costs half, and may miss what was written a moment ago. */
  readonly consistent: boolean;
}

/**
 * The items of a span, page after page (1 MB each); while one page is worked on, the next is on its way. For very many small
 * items: the document client takes five times as long to read them.
 */
export async function* queryPages(table: Table, span: KeySpan): AsyncGenerator<readonly PlainItem[]> {
  let next: Promise<ItemPage> | undefined = readPage(table, span, startAfter(span));
  while (next) {
    const { items, lastKey }: ItemPage = await next;
    next = lastKey && readPage(table, span, lastKey);
    // A page that is never asked for is no failure of anybody's; one that is, is told when it is waited for.
    next?.catch(() => {});
    yield items;
  }
}

const startAfter = ({ partition, sort, after }: KeySpan): Record<string, AttributeValue> | undefined =>
  after === undefined ? undefined : { [partition[0]]: { S: partition[1] }, [sort[0]]: { S: after } };

const readPage = async (
  { client, name }: Table,
  { partition, sort, attributes, consistent }: KeySpan,
  start: Record<string, AttributeValue> | undefined,
): Promise<ItemPage> => {
  const names = Object.fromEntries(attributes.map((attribute, at) => [`#a${at}`, attribute]));
  const command = new QueryCommand({
    TableName: name,
    KeyConditionExpression:
      sort[1] === '' ? '#partition = :value' : '#partition = :value AND begins_with(#sort, :prefix)',
    ProjectionExpression: Object.keys(names).join(', '),
    ExpressionAttributeNames: { '#partition': partition[0], ...(sort[1] === '' ? {} : { '#sort': sort[0] }), ...names },
    ExpressionAttributeValues: {
      ':value': { S: partition[1] },
      ...(sort[1] === '' ? {} : { ':prefix': { S: sort[1] } }),
    },
    ConsistentRead: consistent,
    ...(start ? { ExclusiveStartKey: start } : {}),
  });
  return parseByHand(command, (one) => client.send(one));
};

/** The body of an answer as the SDK holds it between the network and its own parser. */
interface HttpAnswer {
  statusCode: number;
  body: unknown;
}

const NOTHING = new TextEncoder().encode('{}');

/**
 * Sends a command and parses what it answers here: the SDK signs it, tries it again and reads errors as it does of any other,
 * and of the answer to a call that succeeded it is given nothing to read.
 */
const parseByHand = async (
  command: QueryCommand,
  send: (command: QueryCommand) => Promise<QueryCommandOutput>,
): Promise<ItemPage> => {
  let page: ItemPage | undefined;
  const parse =
    <Arguments, Outcome extends { response: unknown }>(next: (args: Arguments) => Promise<Outcome>) =>
    async (args: Arguments): Promise<Outcome> => {
      const result = await next(args);
      const answer = result.response as HttpAnswer; // what the handler of the SDK's HTTP clients gives
      if (answer.statusCode === 200) {
        page = readItemPage((await buffer(answer.body as Readable)).toString('utf8'));
        answer.body = NOTHING;
      }
      return result;
    };
  command.middlewareStack.addRelativeTo(parse, {
    relation: 'after',
    toMiddleware: 'deserializerMiddleware',
    name: 'parseByHand',
  });
  await send(command);
  if (!page) throw new Error('The query was answered with nothing');
  return page;
};

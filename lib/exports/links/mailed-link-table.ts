import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { isForgotten, jobExpiry } from '../../jobs/retention.ts';
import { absent, putUnderCondition, updateUnderCondition } from '../../storage/conditional-write.ts';
import { queryItems } from '../../storage/query-pages.ts';
import type { Table } from '../../storage/table.ts';
import { linkPartition } from '../job/export-keys.ts';
import { type MailedLink, mailedLink } from './mailed-link.ts';

const ITEM = 'link';
const USE = 'use#';

const keyOf = (tokenHash: string) => ({ job: linkPartition(tokenHash), item: ITEM });

/** Stores a link by the hash of its token, before it is mailed. */
export const storeLink = async (jobs: Table, tokenHash: string, link: MailedLink): Promise<void> => {
  const key = keyOf(tokenHash);
  const stored = { ...link, expiresAt: jobExpiry(link.createdAt) };
  if (await putUnderCondition(jobs, key, stored, absent(key))) throw new Error('There is a link of that token already');
};

/** The link, read consistently; `undefined` when there is none or its time is long over. */
export const readLink = async (jobs: Table, tokenHash: string, now: Date): Promise<MailedLink | undefined> => {
  const answer = await jobs.client.send(
    new GetCommand({ TableName: jobs.name, Key: keyOf(tokenHash), ConsistentRead: true }),
  );
  const found = answer.Item && mailedLink.parse(answer.Item);
  return found && !isForgotten(found.createdAt, now) ? found : undefined;
};

/** Takes a link back, for good. Returns whether there was one that had not been taken back before. */
export const revokeLink = async (jobs: Table, tokenHash: string, now: Date): Promise<boolean> => {
  const refused = await updateUnderCondition(
    jobs,
    keyOf(tokenHash),
    { set: ['revokedAt = :now'] },
    {
      expression: 'attribute_exists(job) AND attribute_not_exists(revokedAt)',
      values: { ':now': now.toISOString() },
    },
  );
  return refused === undefined;
};

const linkUse = z.object({
  /** ISO instant. */
  usedAt: z.iso.datetime(),
  method: z.string(),
  /** What the program called itself, shortened. */
  userAgent: z.string(),
  /** What came of it. */
  outcome: z.enum(['usable', 'expired', 'revoked']),
});
export type LinkUse = z.infer<typeof linkUse>;

/** Writes down that somebody followed a link. */
export const recordUse = async (jobs: Table, tokenHash: string, link: MailedLink, use: LinkUse): Promise<void> => {
  await jobs.client.send(
    new PutCommand({
      TableName: jobs.name,
      Item: {
        ...use,
        job: linkPartition(tokenHash),
        item: `${USE}${use.usedAt}#${randomUUID()}`,
        expiresAt: jobExpiry(link.createdAt),
      },
    }),
  );
};

/** The newest uses of a link, newest first, at most `most`. */
export const readUses = async (jobs: Table, tokenHash: string, most: number): Promise<LinkUse[]> => {
  const uses: LinkUse[] = [];
  for await (const item of queryItems(jobs, {
    KeyConditionExpression: 'job = :job AND begins_with(#item, :use)',
    ExpressionAttributeNames: { '#item': 'item' },
    ExpressionAttributeValues: { ':job': linkPartition(tokenHash), ':use': USE },
    ScanIndexForward: false,
    Limit: most,
  })) {
    uses.push(linkUse.parse(item));
    if (uses.length === most) break;
  }
  return uses;
};

import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Partner } from '../../customers/partner-table.ts';
import { isForgotten, jobExpiry } from '../../jobs/retention.ts';
import { putUnderCondition } from '../../storage/conditional-write.ts';
import type { Table } from '../../storage/table.ts';
import { recipientPartition } from './export-keys.ts';

const ITEM = 'undeliverable';
const keyOf = (address: string) => ({ job: recipientPartition(address), item: ITEM });

/** Why mail to an address is not sent any more. */
const undeliverable = z.object({
  /** When its last mail came back or was complained about (ISO instant). */
  since: z.iso.datetime(),
  /** What happened, in a sentence. */
  reason: z.string(),
});
export type Undeliverable = z.infer<typeof undeliverable>;

/** Remembers that a lower-cased address takes no mail, for as long as jobs are kept. What is older than what is known changes nothing. */
export const storeUndeliverable = async (
  jobs: Table,
  address: string,
  { since, reason }: Undeliverable,
): Promise<void> => {
  await putUnderCondition(
    jobs,
    keyOf(address),
    { since, reason, expiresAt: jobExpiry(since) },
    { expression: 'attribute_not_exists(job) OR since < :since', values: { ':since': since } },
  );
};

/**
 * Why an address on the partner's list is not mailed at `now`; `undefined` when nothing stands against it. The operator's
 * last word counts: who puts the partner again after the mail came back says that the address works.
 */
export const readUndeliverable = async (
  jobs: Table,
  address: string,
  { recipientsSetAt = '' }: Pick<Partner, 'recipientsSetAt'>,
  now: Date,
): Promise<Undeliverable | undefined> => {
  const answer = await jobs.client.send(
    new GetCommand({ TableName: jobs.name, Key: keyOf(address), ConsistentRead: true }),
  );
  const known = answer.Item && undeliverable.parse(answer.Item);
  return known && !isForgotten(known.since, now) && known.since > recipientsSetAt ? known : undefined;
};

/** What whoever wants to mail the address is told: what happened, when, and what to do. */
export const undeliverableText = ({ since, reason }: Undeliverable): string =>
  `${reason} That was on ${since.slice(0, 10)}. Once the address takes mail, ask the operator to put the partner's recipients again.`;

import * as z from 'zod';
import { partnerOwner } from '../../customers/owner-keys.ts';
import { queryItems } from '../../storage/query-pages.ts';
import { changeUnderRevision, REMOVE, readRevised } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { sourceName } from './source.ts';

/** A customer that a partner has at a service, and Seatpulse does not know yet as one of its. */
export const proposedCustomer = z.object({
  tenantId: z.string(),
  /** Absent of one that was erased, until the service says it again. */
  name: z.string().optional(),
  domain: z.string().optional(),
  /** The partner's source that found it. */
  source: sourceName,
  proposedAt: z.iso.datetime(),
});
export type ProposedCustomer = z.output<typeof proposedCustomer>;

const PREFIX = 'proposed#';
const itemOf = (licensing: Table, portfolio: string, tenantId: string) => ({
  table: licensing,
  key: { owner: partnerOwner(portfolio), record: `${PREFIX}${tenantId}` },
  schema: proposedCustomer,
});

/** The proposal of a tenant, read consistently, or `undefined`. */
export const readProposed = async (
  licensing: Table,
  portfolio: string,
  tenantId: string,
): Promise<ProposedCustomer | undefined> => (await readRevised(itemOf(licensing, portfolio, tenantId)))?.value;

/** Proposes a customer, or says anew what it is called; when it was first proposed stays. */
export const propose = async (licensing: Table, portfolio: string, one: ProposedCustomer): Promise<void> => {
  await changeUnderRevision(itemOf(licensing, portfolio, one.tenantId), (current) => {
    const isSame = current?.name === one.name && current?.domain === one.domain && current?.source === one.source;
    return isSame ? undefined : { ...one, proposedAt: current?.proposedAt ?? one.proposedAt };
  });
};

/** Proposes a tenant no more. */
export const dropProposed = async (licensing: Table, portfolio: string, tenantId: string): Promise<void> => {
  await changeUnderRevision(itemOf(licensing, portfolio, tenantId), () => REMOVE);
};

/** All proposals of a portfolio, by tenant. */
export const listProposed = (licensing: Table, portfolio: string): Promise<ProposedCustomer[]> =>
  Array.fromAsync(
    queryItems(licensing, {
      KeyConditionExpression: '#owner = :owner AND begins_with(#record, :prefix)',
      ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
      ExpressionAttributeValues: { ':owner': partnerOwner(portfolio), ':prefix': PREFIX },
      ConsistentRead: true,
    }),
    (item) => proposedCustomer.parse(item),
  );

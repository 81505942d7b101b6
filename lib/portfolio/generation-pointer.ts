import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { putUnderCondition } from '../storage/conditional-write.ts';
import type { Table } from '../storage/table.ts';
import { type Generation, generation } from './generation/generation.ts';

/** The partition of the Insights table that holds a portfolio's days, and the pointer to what it shows now. */
export const portfolioOwner = (portfolio: string): string => `portfolio#${portfolio}`;

/** Sorts after every day. */
const POINTER = 'current';

const key = (portfolio: string) => ({ owner: portfolioOwner(portfolio), day: POINTER });

/** The generation that a portfolio shows now, or `undefined` before the first one. */
export const readPointer = async (insights: Table, portfolio: string): Promise<Generation | undefined> => {
  const answer = await insights.client.send(
    new GetCommand({ TableName: insights.name, Key: key(portfolio), ConsistentRead: true }),
  );
  return answer.Item && generation.parse(answer.Item);
};

/** Moves the pointer forward to a generation of a later day, or of the same day begun later. Returns whether it moved. */
export const movePointer = async (insights: Table, next: Generation): Promise<boolean> => {
  const refused = await putUnderCondition(insights, key(next.portfolio), next, {
    expression: 'attribute_not_exists(#owner) OR asOf < :asOf OR (asOf = :asOf AND startedAt < :startedAt)',
    names: { '#owner': 'owner' },
    values: { ':asOf': next.asOf, ':startedAt': next.startedAt },
  });
  return refused === undefined;
};

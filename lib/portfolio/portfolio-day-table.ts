import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { KEPT_DAYS } from '../insights/run/snapshot-table.ts';
import { type SupportLoad, supportLoad } from '../insights/view/figures/support-load.ts';
import { putUnderCondition } from '../storage/conditional-write.ts';
import { queryItems } from '../storage/query-pages.ts';
import type { Table } from '../storage/table.ts';
import { dayText, formatDay, parseDay, startOfDay } from '../time/day.ts';
import { portfolioTotals } from './generation/totals.ts';
import { portfolioOwner } from './generation-pointer.ts';

/** What is kept of a portfolio's figures of one day, for comparison with later ones. */
const portfolioDay = z.object({
  asOf: dayText,
  /** When the generation it is of was begun (ISO instant). */
  startedAt: z.iso.datetime(),
  totals: portfolioTotals,
  /** By which rules the figures were counted; the first ones in days from before this was kept. */
  countingVersion: z.int().min(1).default(1),
  /** The support load that three quarters of the customers do not exceed. */
  usualSupportLoad: supportLoad.optional(),
});
export type PortfolioDay = z.infer<typeof portfolioDay>;

/** Keeps a day of a portfolio, in the place of one that was begun earlier. */
export const storePortfolioDay = async (insights: Table, portfolio: string, value: PortfolioDay): Promise<void> => {
  const key = { owner: portfolioOwner(portfolio), day: value.asOf };
  const expiresAt = startOfDay(parseDay(value.asOf) + KEPT_DAYS).getTime() / 1000;
  await putUnderCondition(
    insights,
    key,
    { ...value, expiresAt },
    {
      expression: 'attribute_not_exists(#owner) OR startedAt < :startedAt',
      names: { '#owner': 'owner' },
      values: { ':startedAt': value.startedAt },
    },
  );
};

/** A day of a portfolio (`YYYY-MM-DD`), or `undefined`. */
export const readPortfolioDay = async (
  insights: Table,
  portfolio: string,
  day: string,
): Promise<PortfolioDay | undefined> => {
  const answer = await insights.client.send(
    new GetCommand({ TableName: insights.name, Key: { owner: portfolioOwner(portfolio), day } }),
  );
  return answer.Item && portfolioDay.parse(answer.Item);
};

/** How long ago the run before may have been: longer ago, what was usual then says nothing of today. */
const DAYS_BACK = 8;

/**
 * What support load was usual in a portfolio by the run before each day, for the days from `from` to `to` (both
 * `YYYY-MM-DD`): a function that answers by day. `isReadable` as `readStillReadable` gives it.
 */
export const readUsualLoads = async (
  insights: Table,
  portfolio: string,
  { from, to }: { readonly from: string; readonly to: string },
  isReadable: (madeAt: string) => boolean,
): Promise<(day: string) => SupportLoad | undefined> => {
  const items = queryItems(insights, {
    KeyConditionExpression: '#owner = :owner AND #day BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#owner': 'owner', '#day': 'day' },
    ExpressionAttributeValues: {
      ':owner': portfolioOwner(portfolio),
      ':from': formatDay(parseDay(from) - DAYS_BACK),
      ':to': to,
    },
  });
  const days: PortfolioDay[] = [];
  for await (const item of items) days.push(portfolioDay.parse(item));
  const shown = days.filter(({ startedAt }) => isReadable(startedAt));
  return (asOf) => {
    const oldest = formatDay(parseDay(asOf) - DAYS_BACK);
    return shown.findLast((day) => day.asOf < asOf && day.asOf >= oldest)?.usualSupportLoad;
  };
};

import * as z from 'zod';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { nextCursor, ONE_PAGE, pageQuery } from '../../lib/http/paging.ts';
import { comparison } from '../../lib/insights/view/comparison.ts';
import { customerInsights } from '../../lib/insights/view/insights.ts';
import { recommendationId } from '../../lib/insights/view/recommendation-ids.ts';
import { portfolioBreakdown } from '../../lib/portfolio/generation/breakdown.ts';
import { portfolioEntry } from '../../lib/portfolio/generation/generation.ts';
import { portfolioTotals } from '../../lib/portfolio/generation/totals.ts';
import { SORT_FIELDS } from '../../lib/portfolio/index/select.ts';
import { HISTORY_PAGE_DAYS } from '../../lib/reading/customer-insights.ts';
import { dayText } from '../../lib/time/day.ts';
import { entityId } from '../../lib/values/entity-id.ts';
import { ROUTES } from './routes.ts';

const path = z.object({ id: entityId });

const getInsights = operation({
  route: ROUTES.getInsights,
  summary: 'Deployment and usage of one customer on one day',
  scopes: ['insights:read'],
  path,
  query: z.object({ asOf: dayText.optional().meta({ description: 'By default the newest day there is.' }) }),
  responses: { 200: { description: 'The figures of the day.', schema: customerInsights } },
});

const getHistory = operation({
  route: ROUTES.getHistory,
  summary: 'Daily figures of one customer, oldest first',
  scopes: ['insights:read'],
  path,
  query: z.object({
    from: dayText.optional().meta({ description: 'By default 91 days before `to`.' }),
    to: dayText.optional().meta({ description: 'By default today.' }),
    cursor: z.string().optional(),
  }),
  responses: {
    200: {
      description: `At most ${HISTORY_PAGE_DAYS} days a page; follow \`cursor\` for the next.`,
      schema: z
        .object({ customerId: z.string(), days: z.array(customerInsights), cursor: z.string().optional() })
        .meta({ id: 'InsightsHistory' }),
    },
  },
});

const getComparison = operation({
  route: ROUTES.getComparison,
  summary: 'What changed at a customer between two days',
  description:
    'Gives the change of numerator, denominator and rate apart, and what flowed in and out on the days between.',
  scopes: ['insights:read'],
  path,
  query: z.object({ from: dayText, to: dayText }),
  responses: {
    200: { description: 'The change.', schema: comparison },
    404: { description: 'There are no figures of one of the days.' },
    409: { description: 'The figures of the two days were made by different definitions.' },
  },
});

const sort = z
  .string()
  .regex(/^-?[A-Za-z]+$/u)
  .transform((text) => ({ descending: text.startsWith('-'), sort: text.replace(/^-/u, '') }))
  .pipe(z.object({ descending: z.boolean(), sort: z.enum(SORT_FIELDS, `sort by one of ${SORT_FIELDS.join(', ')}`) }));

const getPortfolio = operation({
  route: ROUTES.getPortfolio,
  summary: 'Totals and customers of a portfolio',
  description:
    'All pages that follow one cursor show the same generation, even when a newer one is published meanwhile.',
  scopes: ['insights:read'],
  query: pageQuery({ most: 200 }).extend({
    sort: sort.optional().meta({
      override: { type: 'string', example: '-usagePercent' },
      description: `One of ${SORT_FIELDS.join(', ')}; a leading minus sorts downwards. By default name.`,
    }),
    search: z.string().max(100).optional().meta({ description: 'Part of a name, id or domain.' }),
    stale: z
      .enum(['true', 'false'])
      .optional()
      .meta({ description: 'Only customers with (or without) a source older than its limit.' }),
    family: z.string().max(100).optional().meta({ description: 'Only customers with a product of this family.' }),
    product: z
      .string()
      .max(128)
      .toLowerCase()
      .optional()
      .meta({ description: 'Only customers with this product (id).' }),
    workload: z.string().max(100).optional().meta({ description: 'Only customers with a row of this workload.' }),
    recommendation: recommendationId.optional().meta({ description: 'Only customers for whom this is recommended.' }),
  }),
  responses: {
    200: {
      description: ONE_PAGE,
      schema: z
        .object({
          generation: z.string(),
          asOf: dayText,
          publishedAt: z.iso.datetime(),
          pending: z.int().meta({ description: 'Customers whose figures of the day were still missing.' }),
          totals: portfolioTotals.meta({
            description: 'Of all customers the selection shows, not of this page alone.',
          }),
          breakdown: portfolioBreakdown.meta({ description: 'Of the same customers as the totals.' }),
          earlier: z
            .object({ asOf: dayText, totals: portfolioTotals })
            .nullable()
            .meta({ description: 'The whole portfolio 28 days earlier; null when there are no figures of it.' }),
          customers: z.array(portfolioEntry),
          cursor: nextCursor,
        })
        .meta({ id: 'PortfolioPage' }),
    },
    404: { description: 'The portfolio has not been computed yet.' },
    410: { description: 'The generation that the cursor belongs to is gone; start again without it.' },
  },
});

export const operations = { getInsights, getHistory, getComparison, getPortfolio } satisfies OperationsOf<
  typeof ROUTES
>;

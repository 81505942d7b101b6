import { versionsIn } from '../../lib/catalogue/store/version-table.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { compareDays } from '../../lib/reading/comparison.ts';
import { historyOf, latestInsights } from '../../lib/reading/customer-insights.ts';
import { readPortfolioPage } from '../../lib/reading/portfolio.ts';
import { createSettingsReader } from '../../lib/settings/settings-table.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const { LICENSING_TABLE, INSIGHTS_TABLE, PORTFOLIOS_BUCKET } = readEnvironment(env);
const licensing = openTable(LICENSING_TABLE);
const stores = {
  licensing,
  settings: createSettingsReader(licensing),
  versions: versionsIn(licensing),
  insights: openTable(INSIGHTS_TABLE),
  portfoliosBucket: PORTFOLIOS_BUCKET,
};

/** Reads what the last runs computed: one customer's figures, their history, a portfolio. */
export const handler = apiHandler(operations, {
  getInsights: async ({ path, query, caller, now }) =>
    reply(200, await latestInsights(stores, caller, path.id, query.asOf, now)),
  getHistory: async ({ path, query, caller, now }) => reply(200, await historyOf(stores, caller, path.id, query, now)),
  getComparison: async ({ path, query, caller, now }) =>
    reply(200, await compareDays(stores, caller, path.id, query, now)),
  getPortfolio: async ({ query: { sort, stale, limit, cursor, ...filters }, caller }) => {
    const isStale = stale === undefined ? undefined : stale === 'true';
    const selection = { sort: 'name', descending: false, ...sort, ...filters, stale: isStale } as const;
    return reply(200, await readPortfolioPage(stores, caller, { selection, limit, cursor }));
  },
});

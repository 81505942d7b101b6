import { Problem } from '../../../lib/problem/problem.ts';
import { readGeneration } from '../../../lib/reading/portfolio.ts';
import { ROUTES } from '../routes.ts';
import { definePage } from '../site/define-page.ts';
import { stores } from '../site/stores.ts';
import { shellFor } from '../site/surroundings.ts';
import { emptyPortfolioPage } from './empty-portfolio-page.tsx';
import { portfolioPage } from './portfolio-page.tsx';
import { portfolioQuery } from './portfolio-query.ts';
import { portfolioViewOf } from './portfolio-view.ts';

export const portfolio = definePage(ROUTES.portfolio, {
  scopes: ['insights:read'],
  query: portfolioQuery,
  answer: async ({ query, visitor }) => {
    const [shell, index] = await Promise.all([shellFor(visitor), generationIfAny(visitor.caller.portfolio)]);
    return { document: index ? portfolioPage(portfolioViewOf(index, query), shell) : emptyPortfolioPage(shell) };
  },
});

const generationIfAny = (portfolio: string) =>
  readGeneration(stores, portfolio, undefined).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'no_portfolio_yet') return undefined;
    throw error;
  });

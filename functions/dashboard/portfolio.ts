import { definePage } from '../../lib/http/define-page.ts';
import { emptyPortfolioPage } from '../../lib/pages/empty-portfolio-page.tsx';
import { portfolioQuery } from '../../lib/pages/portfolio-list.ts';
import { portfolioPage } from '../../lib/pages/portfolio-page.tsx';
import { portfolioViewOf } from '../../lib/pages/portfolio-view.ts';
import { Problem } from '../../lib/problem/problem.ts';
import { readGeneration } from '../../lib/reading/portfolio.ts';
import { shellFor, stores } from './surroundings.ts';

export const portfolio = definePage('GET /', {
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

import { readCatalogue } from '../../../lib/catalogue/store/own-entries-table.ts';
import { ROUTES } from '../routes.ts';
import { explanations } from '../site/assets.ts';
import { definePage } from '../site/define-page.ts';
import { licensing } from '../site/stores.ts';
import { shellFor } from '../site/surroundings.ts';
import { figuresPage } from './figures-page.tsx';

/** The page that says what the figures mean, and of which products they are made. */
export const figures = definePage(ROUTES.figures, {
  scopes: ['insights:read'],
  answer: async ({ visitor }) => {
    const [shell, catalogue] = await Promise.all([shellFor(visitor), readCatalogue(licensing)]);
    return { document: figuresPage({ explanations, catalogue }, shell) };
  },
});

import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { figuresPage } from '../../../functions/dashboard/figures/figures-page.tsx';
import { MEANINGS } from '../../../functions/dashboard/parts/meanings.ts';
import { explanationsOfFigures } from '../../../infra/explanations.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';
import { shell, wordsOf } from './customer/fabrikam.ts';

const explanations = explanationsOfFigures();
const idsIn = (html: string) => new Set([...html.matchAll(/ id="([^"]+)"/gu)].map(([, id = '']) => id));

test('every link of the pages leads to a heading of the explanations', () => {
  const ids = idsIn(explanations);
  expect(Object.values(MEANINGS).filter((anchor) => !ids.has(anchor))).toEqual([]);
});

test('every link within the explanations leads somewhere on their page', () => {
  const html = render(figuresPage({ explanations, catalogue: smallCatalogue }, shell));
  const ids = idsIn(html);
  const links = [...html.matchAll(/href="#([^"]+)"/gu)].map(([, id = '']) => id);
  expect(links.length).toBeGreaterThan(40);
  expect(links.filter((id) => !ids.has(id))).toEqual([]);
  expect([...explanations.matchAll(/href="(?!#)([^"]+)"/gu)]).toEqual([]);
});

test('the explanations are those of the documents, without what is only for their readers', () => {
  const words = wordsOf(`<body>${explanations}`);
  expect(words).toContain('How many people hold the product on the as-of day.');
  expect(words).toContain('deploymentPercent = assigned ÷ sold = 51 ÷ 66 = 77.3 %');
  expect(words).toContain('Subscription states');
  expect(explanations).not.toMatch(/<!--|test\/unit|<h1/u);
});

test('the page lists the products that are known, with their other names', () => {
  const mail = smallCatalogue.products.get('mail');
  if (!mail) throw new Error('the small catalogue has mail');
  const products = new Map([...smallCatalogue.products, ['mail', { ...mail, aliases: ['Hosted Mail'] }]]);
  const words = wordsOf(render(figuresPage({ explanations: '', catalogue: { products } }, shell)));
  expect(words).toContain('6 products, by the names that files know them by.');
  expect(words).toContain('Exchange Online (Plan 1) Hosted Mail MAIL Office 365 Exchange sold');
  expect(words).toContain('Teams (Free) FREE Office 365 Teams free, in no figure');
});

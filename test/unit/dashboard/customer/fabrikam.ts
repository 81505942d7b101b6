import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { customerPage } from '../../../../functions/dashboard/customer/customer-page.tsx';
import type { CustomerView } from '../../../../functions/dashboard/customer/customer-view.ts';
import type { Shell } from '../../../../functions/dashboard/site/shell.ts';
import { recommendationsOf } from '../../../../lib/insights/view/recommendations.ts';
import { customerRow } from '../../exports/contoso.ts';

/** English, drawn for nobody in particular. */
export const shell: Shell = { styles: '/assets/styles.css', script: '/assets/app.js', locale: 'en-GB' };

/** The page's words, one space between two of them. */
export const wordsOf = (html: string): string =>
  html
    .replace(/^.*<body>/su, '')
    .replaceAll(/<[^>]+>/gu, ' ')
    .replaceAll(
      /&(?:amp|quot|lt|gt);/gu,
      (one) => ({ '&amp;': '&', '&quot;': '"', '&lt;': '<', '&gt;': '>' })[one] ?? '',
    )
    .replaceAll(/\s+/gu, ' ')
    .trim();

/** What one section of a page says, but for the link to what it means; the empty text when the page has no such section. */
const sectionOf = (page: VNode, id: string): string => {
  const [, section = ''] = new RegExp(`(<section aria-labelledby="${id}".*?</section>)`, 'su').exec(render(page)) ?? [];
  return wordsOf(section.replaceAll(/<a class="meaning".*?<\/a>/gsu, ''));
};

const { findings: _, domain, ...figures } = customerRow();
export const fabrikamInsights: CustomerView['insights'] = {
  ...figures,
  usage: {
    ...figures.usage,
    families: [
      {
        family: 'office365',
        activePeople: 28,
        activePeople7: 20,
        activePeople1: 12,
        activeEntitlements: 28,
        qualified: 40,
        usagePercent: 70,
      },
    ],
    productWorkloads: [{ sku: 'e3', workload: 'exchange', qualified: 40, active: 28, usagePercent: 70 }],
  },
  recommendations: recommendationsOf(
    [
      {
        id: 'low-usage',
        severity: 'medium',
        subject: { kind: 'workload', family: 'office365', workload: 'teams' },
        atStake: 6,
        evidence: { active: 10, seats: 40, usagePercent: 25, thresholdPercent: 40 },
      } as const,
    ],
    { 'low-usage': [{ title: 'Short videos', url: 'https://support.example/videos' }] },
  ),
};

/** A customer of a partner on 9 March 2026, looked at a day later. */
export const fabrikamView = (more: Partial<CustomerView> = {}): CustomerView => ({
  customer: { customerId: 'fabrikam', name: 'Fabrikam GmbH', ...(domain === undefined ? {} : { domain }) },
  historyBegins: '2025-06-01',
  trend: { days: [], changes: [] },
  asked: {},
  today: '2026-03-10',
  insights: fabrikamInsights,
  subscriptions: { subscriptions: [], dataThrough: null },
  productName: (sku) => (sku === 'e3' ? 'Office 365 E3' : sku),
  ofAll: false,
  compared: undefined,
  ...more,
});

/** What a section of the customer page says. */
export const customerSection = (id: string, more: Partial<CustomerView> = {}): string =>
  sectionOf(customerPage(fabrikamView(more), shell), id);

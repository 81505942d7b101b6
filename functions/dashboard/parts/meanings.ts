/** Where the page *What the figures mean* explains the parts of the other pages: the anchors of its headings. */
export const MEANINGS = {
  deployment: 'deployment',
  usage: 'usage',
  families: 'active-people',
  activeDays: 'active-days',
  alternatives: 'alternatives',
  comparison: 'comparing-two-days',
  supportCases: 'support-cases',
  reported: 'reported-usage',
  subscriptions: 'sold-grace-trial',
  freshness: 'freshness',
  recommendations: 'recommendations',
  productWorkloads: 'product-and-workload',
  portfolio: 'the-portfolio',
  breakdown: 'by-family-product-and-workload',
} as const;
export type Meaning = keyof typeof MEANINGS;

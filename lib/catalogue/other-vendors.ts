import type { ProductEntry } from './entries.ts';
import type { Workload } from './product.ts';

/*
 * Products of other vendors than Microsoft whose files of seats this release reads. Each has one workload. GitHub bills a
 * Copilot seat from when it is assigned, and Cursor a member of a team: nobody buys such seats in advance.
 */
const AI = 'ai';
const entry = (sku: string, name: string, workload: string, more: Partial<ProductEntry> = {}): ProductEntry => ({
  sku,
  name,
  family: AI,
  contains: [workload],
  offer: 'paid',
  ...more,
});
const PER_SEAT = { billedPer: 'assigned-seat' } as const;

/** The products. */
export const OTHER_VENDORS_PRODUCTS: readonly ProductEntry[] = [
  entry('github-copilot-business', 'GitHub Copilot Business', 'githubcopilot', PER_SEAT),
  entry('github-copilot-enterprise', 'GitHub Copilot Enterprise', 'githubcopilot', PER_SEAT),
  entry('chatgpt-business', 'ChatGPT Business', 'chatgpt'),
  entry('chatgpt-edu', 'ChatGPT Edu', 'chatgpt'),
  entry('chatgpt-enterprise', 'ChatGPT Enterprise', 'chatgpt'),
  entry('claude-enterprise', 'Claude Enterprise', 'claude'),
  entry('claude-team', 'Claude Team', 'claude'),
  entry('cursor-enterprise', 'Cursor Enterprise', 'cursor'),
  entry('cursor-teams', 'Cursor Teams', 'cursor', PER_SEAT),
  entry('slack-enterprise', 'Slack Enterprise', 'slack', { family: 'collaboration' }),
];

/** Their workloads. */
export const OTHER_VENDORS_WORKLOADS: readonly Workload[] = [
  { id: 'chatgpt', family: AI, excluded: false },
  { id: 'claude', family: AI, excluded: false },
  { id: 'cursor', family: AI, excluded: false },
  { id: 'githubcopilot', family: AI, excluded: false },
  { id: 'slack', family: 'collaboration', excluded: false },
];

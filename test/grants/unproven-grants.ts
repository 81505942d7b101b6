import type { UnprovenGrants } from './grant-complaints.ts';

/** Grants that `npm test` does not use, and why they stand nonetheless. */
export const UNPROVEN_GRANTS: UnprovenGrants = [
  { grants: /: (?:logs|xray):/u, reason: 'What functions log and trace is captured on this machine, and not sent.' },
  {
    grants: /: sqs:GetQueueAttributes on /u,
    reason: 'Lambda refuses to poll without it, and CDK grants it with an event source; locally nobody asks.',
  },
  {
    grants: /^recalculate-customer: (?:dynamodb:DeleteItem on InsightsTable|sqs:SendMessage on RecalculationsQueue)/u,
    reason: 'Only a customer of millions of users takes a second step; in integration steps are cut short.',
  },
];

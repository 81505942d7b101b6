import type { SeatPreset } from './seat-preset.ts';

/** GitHub, `GET /orgs/{org}/copilot/billing/seats` and its enterprise twin, which lists a user once per organization. */
export const githubCopilotSeats = {
  preset: 'github-copilot-seats',
  name: 'GitHub Copilot seats',
  note: 'JSON: GitHub’s answer to GET /orgs/{org}/copilot/billing/seats, or the enterprise’s.',
  mapping: {
    user: 'assignee.login',
    product: {
      column: 'plan_type',
      values: { business: 'github-copilot-business', enterprise: 'github-copilot-enterprise' },
    },
    assignedOn: 'created_at',
    lastActiveOn: 'last_activity_at',
    total: 'total_seats',
  },
} as const satisfies SeatPreset;

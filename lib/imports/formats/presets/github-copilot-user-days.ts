import type { SeatPreset } from './seat-preset.ts';

/** GitHub, the files that `GET /orgs/{org}/copilot/metrics/reports/users-28-day/latest` and `…/users-1-day` lead to. */
export const githubCopilotUserDays = {
  preset: 'github-copilot-user-days',
  name: 'GitHub Copilot use by day',
  note: 'JSON lines: the files of GitHub’s reports users-1-day and users-28-day. Who was active on which day.',
  mapping: {
    user: 'user_login',
    product: { const: 'github-copilot-business' },
    workload: { const: 'githubcopilot' },
    activeOn: 'day',
    activeWhen: [
      'user_initiated_interaction_count',
      'code_generation_activity_count',
      'code_acceptance_activity_count',
      'used_agent',
      'used_chat',
      'used_cli',
    ],
  },
} as const satisfies SeatPreset;

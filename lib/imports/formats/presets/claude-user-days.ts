import type { SeatPreset } from './seat-preset.ts';

/** Claude Enterprise, `GET /v1/organizations/analytics/users?date=`: all users of one day, which the file does not say. */
export const claudeUserDays = {
  preset: 'claude-user-days',
  name: 'Claude use of a day',
  note: 'JSON: the answer to GET /v1/organizations/analytics/users?date=…, its pages put together. Say of which day it is.',
  mapping: {
    user: 'user.email_address',
    product: { const: 'claude-enterprise' },
    activeOn: { fileDay: true },
    activeWhen: ['chat_metrics', 'claude_code_metrics', 'office_metrics', 'cowork_metrics', 'web_search_count'],
  },
} as const satisfies SeatPreset;

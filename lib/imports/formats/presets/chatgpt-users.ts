import type { SeatPreset } from './seat-preset.ts';

/** ChatGPT Enterprise and Edu, the export "user engagement" of the workspace's analytics, by week or month. */
export const chatgptUsers = {
  preset: 'chatgpt-users',
  name: 'ChatGPT users',
  note: 'CSV: the user engagement export of a ChatGPT workspace. Of another plan than Enterprise, say which product.',
  signs: ['email', 'user_status', 'created_or_invited_date', 'last_day_active'],
  mapping: {
    user: 'email',
    product: { const: 'chatgpt-enterprise' },
    assignedOn: 'created_or_invited_date',
    lastActiveOn: ['first_day_active_in_period', 'last_day_active_in_period', 'last_day_active'],
    state: 'user_status',
    day: 'period_end',
  },
} as const satisfies SeatPreset;

import type { SeatPreset } from './seat-preset.ts';

/** Slack Enterprise, `admin.analytics.getFile?type=member&date=`: a line per member of one day, unpacked. */
export const slackMemberDays = {
  preset: 'slack-member-days',
  name: 'Slack members of a day',
  note: 'JSON lines: the file of admin.analytics.getFile with type=member, unpacked. Who has a seat, and was active.',
  mapping: {
    user: 'email_address',
    product: { const: 'slack-enterprise' },
    assignedOn: 'date_claimed',
    activeOn: 'date',
    activeWhen: ['is_active'],
    state: 'is_billable_seat',
    holdings: 'whole-list',
  },
} as const satisfies SeatPreset;

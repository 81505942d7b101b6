import type { SeatPreset } from './seat-preset.ts';

/** Cursor, `POST /teams/daily-usage-data`: an item per member and day. */
export const cursorDays = {
  preset: 'cursor-days',
  name: 'Cursor use by day',
  note: 'JSON: the answer to POST /teams/daily-usage-data. Who was active on which day.',
  mapping: {
    user: 'email',
    product: { const: 'cursor-teams' },
    activeOn: 'date',
    activeWhen: ['isActive'],
  },
} as const satisfies SeatPreset;

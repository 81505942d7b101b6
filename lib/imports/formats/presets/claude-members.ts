import type { SeatPreset } from './seat-preset.ts';

/** Claude Team and Enterprise, the export of an organization's members. It says who has a seat, and nothing of use. */
export const claudeMembers = {
  preset: 'claude-members',
  name: 'Claude members',
  note: 'CSV: the members of a Claude organization. Of another plan than Enterprise, say which product.',
  signs: ['Email', 'Seat Tier', 'Status'],
  mapping: { user: 'Email', product: { const: 'claude-enterprise' }, state: ['Seat Tier', 'Status'] },
} as const satisfies SeatPreset;

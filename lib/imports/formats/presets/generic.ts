import type { SeatPreset } from './seat-preset.ts';

/** A file made for this product. All but the first two columns may be missing. */
export const generic = {
  preset: 'generic',
  name: 'Seats of any product',
  note: 'CSV with the columns user and product, and any of assigned_on, last_active_on or active_on, workload, state.',
  signs: ['user', 'product'],
  mapping: {
    user: 'user',
    product: 'product',
    assignedOn: 'assigned_on',
    lastActiveOn: 'last_active_on',
    activeOn: 'active_on',
    workload: 'workload',
    state: 'state',
  },
} as const satisfies SeatPreset;

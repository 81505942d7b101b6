import type { ImportKind } from './import-kind.ts';

/** Who has a seat of which product and used it when, as any vendor tells it: the request maps the columns. */
export const seats = {
  kind: 'seats',
  form: 'seatFile',
  name: 'Seats of any vendor',
  note: 'Who has a seat, and used it when. CSV, JSON or JSON lines: GitHub Copilot, ChatGPT, Claude, Slack, Cursor, or columns that you map.',
} as const satisfies ImportKind;

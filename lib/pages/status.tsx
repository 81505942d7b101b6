import type { ComponentChildren } from 'preact';

const TONES: Readonly<Record<string, 'good' | 'bad' | 'open' | 'over'>> = {
  complete: 'good',
  sent: 'good',
  usable: 'good',
  failed: 'bad',
  unconfirmed: 'bad',
  revoked: 'over',
  expired: 'over',
};

/** How something stands, in words; the colour only repeats them. */
export const Status = ({ status, children }: { status: string; children: ComponentChildren }) => (
  <span class={`status ${TONES[status] ?? 'open'}`}>{children}</span>
);

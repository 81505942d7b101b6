import type { ComponentChildren } from 'preact';

/** Says above a form why it was not taken; nothing when there is no such reason. */
export const Alert = ({ title, text }: { title: string; text: string | undefined }) =>
  text === undefined ? null : (
    <div class="alert" role="alert">
      <strong>{title}</strong>
      <p>{text}</p>
    </div>
  );

/** How far something has come, as a bar with words; `share` is from 0 to 1, `undefined` where nobody can tell. */
export const Progress = ({ share, children }: { share: number | undefined; children: ComponentChildren }) => (
  <div class="progress">
    <p id="progress">{children}</p>
    <progress aria-labelledby="progress" max={1} value={share} />
  </div>
);

/** What is wider than a narrow screen scrolls by itself, also by keyboard; `labelledBy` is the id of its heading. */
export const Scroll = ({ labelledBy, children }: { labelledBy: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, and a section would be a landmark of its own
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.2, 2.1.1)
  <div class="scroll" role="group" aria-labelledby={labelledBy} tabIndex={0}>
    {children}
  </div>
);

const TONES: Readonly<Record<string, 'good' | 'bad' | 'open' | 'over'>> = {
  complete: 'good',
  sent: 'good',
  usable: 'good',
  failed: 'bad',
  unconfirmed: 'bad',
  bounced: 'bad',
  complained: 'bad',
  revoked: 'over',
  expired: 'over',
};

/** How something stands, in words; the colour only repeats them. */
export const Status = ({ status, children }: { status: string; children: ComponentChildren }) => (
  <span class={`status ${TONES[status] ?? 'open'}`}>{children}</span>
);

/** One headline figure; to be put into a `dl` with the class `tiles`. */
export const Tile = ({
  name,
  value,
  note,
  change,
}: {
  name: string;
  value: string;
  note?: string;
  /** What has changed, in words. */
  change?: string | undefined;
}) => (
  <div class="tile">
    <dt>{name}</dt>
    <dd class="figure">{value}</dd>
    {note === undefined ? null : <dd class="note">{note}</dd>}
    {change === undefined ? null : <dd class="change">{change}</dd>}
  </div>
);

/** A part of a whole; `kind` is how it is drawn (a class of the style sheet). */
export interface Part {
  readonly kind: string;
  readonly count: number;
}

/** The whole's width, and the gap that tells two parts apart without their colours. */
const WIDTH = 100;
const GAP = 0.8;

/** Places the parts beside each other, those of 0 left out; together with the gaps they are 100 wide. */
export const segmentsOf = (parts: readonly Part[]): { kind: string; x: number; width: number }[] => {
  const shown = parts.filter(({ count }) => count > 0);
  const whole = shown.reduce((sum, { count }) => sum + count, 0);
  const room = WIDTH - GAP * Math.max(0, shown.length - 1);
  let x = 0;
  return shown.map(({ kind, count }) => {
    const segment = { kind, x: rounded(x), width: rounded((room * count) / whole) };
    x += (room * count) / whole + GAP;
    return segment;
  });
};

const rounded = (value: number): number => Math.round(100 * value) / 100;

/** Parts of a whole side by side: decoration beside the numbers themselves. */
export const StackedBar = ({ parts }: { parts: readonly Part[] }) => (
  <svg class="stacked" viewBox={`0 0 ${WIDTH} 8`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
    {segmentsOf(parts).map(({ kind, x, width }) => (
      <rect key={kind} class={kind} x={x} width={width} height="8" />
    ))}
  </svg>
);

/** The part of a bar's width that stands for 100 %, where a figure may go beyond it. */
const FULL = 100;
const MOST = 130;

/** How far the line at 100 % stands out above and below the bar. */
const OVERHANG = 3;

/** What bars of these percentages are drawn to together, so that they can be compared: 100, or more where one is beyond. */
export const sharedScale = (percents: readonly (number | null)[]): number => {
  const highest = Math.max(FULL, ...percents.map((percent) => percent ?? 0));
  return highest > FULL ? Math.min(MOST_SHARED, Math.max(MOST, Math.ceil(highest / 10) * 10)) : FULL;
};

/** Beyond it the bar of one row would leave nothing to see of the others. */
const MOST_SHARED = 200;

/**
 * A percentage as a bar, decoration beside the number itself. A figure beyond 100 % runs past a line at 100 %; one that
 * is not known has an empty track. `scale` is what the whole width stands for; by default the bar has its own.
 */
export const Bar = ({
  percent,
  kind,
  scale = percent !== null && percent > FULL ? MOST : FULL,
}: {
  percent: number | null;
  kind: 'deployment' | 'usage';
  scale?: number;
}) => {
  const width = Math.min(percent ?? 0, scale);
  return (
    <svg
      class={`bar ${kind}`}
      viewBox={`0 0 ${scale} 8`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect class="track" width={Math.min(scale, FULL)} height="8" />
      {percent === null ? null : <rect class="value" width={Math.min(width, FULL)} height="8" />}
      {width > FULL ? <rect class="beyond" x={FULL} width={width - FULL} height="8" /> : null}
      {scale > FULL ? <rect class="line" x={FULL - 0.5} width="1" y={-OVERHANG} height={8 + 2 * OVERHANG} /> : null}
    </svg>
  );
};

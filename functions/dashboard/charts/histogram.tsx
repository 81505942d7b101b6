import { scaleBand, scaleLinear } from 'd3-scale';

const SIZE = { width: 280, height: 130, top: 18, bottom: 22 } as const;

/** The days at which a label stands. */
const LABELLED = [1, 7, 14, 21, 28];

/** One bar per number of days, from 1 on. */
interface Column {
  readonly days: number;
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Places the bars of a distribution; `counts` are those of 1, 2, 3 … days. Bars of 0 have no height. */
export const columnsOf = (counts: readonly number[]): Column[] => {
  const floor = SIZE.height - SIZE.bottom;
  const x = scaleBand(
    counts.map((_, at) => at + 1),
    [0, SIZE.width],
  ).paddingInner(0.25);
  const y = scaleLinear([0, Math.max(1, ...counts)], [floor, SIZE.top]);
  return counts.map((count, at) => ({
    days: at + 1,
    count,
    x: rounded(x(at + 1) ?? 0),
    y: rounded(y(count)),
    width: rounded(x.bandwidth()),
    height: rounded(floor - y(count)),
  }));
};

const rounded = (value: number): number => Math.round(10 * value) / 10;

/** How many people were active on how many days; the highest bar says its count. */
export const Histogram = ({
  id,
  title,
  description,
  counts,
  countLabel,
}: {
  /** Unique on the page. */
  id: string;
  title: string;
  description: string;
  counts: readonly number[];
  countLabel: (count: number) => string;
}) => {
  const columns = columnsOf(counts);
  const highest = columns.reduce((top, one) => (one.count > top.count ? one : top));
  const floor = SIZE.height - SIZE.bottom;
  return (
    <svg
      class="histogram"
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-description`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-description`}>{description}</desc>
      {columns
        .filter(({ count }) => count > 0)
        .map(({ days, x, y, width, height }) => (
          <rect key={days} class="column" x={x} y={y} width={width} height={height} />
        ))}
      <line class="grid" x1={0} x2={SIZE.width} y1={floor} y2={floor} />
      <text {...anchored(highest.x + highest.width / 2)} y={highest.y - 5}>
        {countLabel(highest.count)}
      </text>
      {columns
        .filter(({ days }) => LABELLED.includes(days))
        .map(({ days, x, width }) => (
          <text key={days} {...anchored(x + width / 2)} y={floor + 15}>
            {days}
          </text>
        ))}
    </svg>
  );
};

/** So close to the edge a label would be cut off if it were centred on its place. */
const EDGE = 12;

const anchored = (x: number) => {
  if (x < EDGE) return { x: 0, 'text-anchor': 'start' } as const;
  if (x > SIZE.width - EDGE) return { x: SIZE.width, 'text-anchor': 'end' } as const;
  return { x: rounded(x), 'text-anchor': 'middle' } as const;
};

import { type ChartSize, lineModel } from './line-model.ts';

/** Values over days; `kind` is how the line is drawn (a class of the style sheet). */
export interface Series {
  readonly kind: 'deployment' | 'usage' | 'people';
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** A line chart as its page words it. */
export interface LineChartProps {
  /** Unique on the page; ids within begin with it. */
  readonly id: string;
  /** What is seen, for those who do not see it: what it is, and what it shows. */
  readonly title: string;
  readonly description: string;
  readonly days: readonly string[];
  readonly series: readonly Series[];
  /** What the vertical axis reaches at least. */
  readonly most: number;
  /** A value of which to draw a line wherever the axis goes beyond it. */
  readonly limit?: number;
  /** Days at which to draw a line across. */
  readonly marks: readonly string[];
  readonly dayLabel: (day: string) => string;
  readonly valueLabel: (value: number) => string;
}

/** Labels stay as large as text on either; the style sheet shows the one that fits. */
const SIZES = {
  wide: { width: 640, height: 240, top: 12, right: 18, bottom: 28, left: 54 },
  narrow: { width: 340, height: 220, top: 12, right: 14, bottom: 28, left: 50 },
} as const;

/** Lines over days, drawn for wide and for narrow screens. */
export const LineChart = (props: LineChartProps) => (
  <>
    <Drawing {...props} width="wide" size={SIZES.wide} />
    <Drawing {...props} width="narrow" size={SIZES.narrow} />
  </>
);

/** So close to the edge a label begins or ends at its place rather than being centred on it. */
const EDGE = 20;

const Drawing = ({
  id,
  title,
  description,
  days,
  series,
  most,
  limit,
  marks,
  dayLabel,
  valueLabel,
  width,
  size,
}: LineChartProps & { width: keyof typeof SIZES; size: ChartSize }) => {
  const values = series.map((one) => one.values);
  const model = lineModel(days, values, { most, size });
  const [start, end, floor] = [size.left, size.width - size.right, size.height - size.bottom];
  const [titleId, descriptionId] = [`${id}-${width}-title`, `${id}-${width}-description`];
  const isBeyond = limit !== undefined && values.flat().some((value) => value !== null && value > limit);
  return (
    <svg
      class={`chart ${width}`}
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-labelledby={`${titleId} ${descriptionId}`}
    >
      <title id={titleId}>{title}</title>
      <desc id={descriptionId}>{description}</desc>
      {model.yTicks.map(({ y, value }) => (
        <g key={value}>
          <line class="grid" x1={start} x2={end} y1={y} y2={y} />
          <text x={start - 8} y={y + 4} text-anchor="end">
            {valueLabel(value)}
          </text>
        </g>
      ))}
      {model.xTicks.map(({ x, day }) => (
        <g key={day}>
          <line class="tick" x1={x} x2={x} y1={floor} y2={floor + 5} />
          <text x={x} y={floor + 20} text-anchor={x < start + EDGE ? 'start' : x > end - EDGE ? 'end' : 'middle'}>
            {dayLabel(day)}
          </text>
        </g>
      ))}
      {marks.map((day) => (
        <line key={day} class="mark-day" x1={model.xOf(day)} x2={model.xOf(day)} y1={size.top} y2={floor} />
      ))}
      {limit !== undefined && isBeyond ? (
        <line class="limit" x1={start} x2={end} y1={model.yOf(limit)} y2={model.yOf(limit)} />
      ) : null}
      {series.map(({ kind }, at) => (
        <path key={kind} class={`series ${kind}`} d={model.paths[at]} />
      ))}
    </svg>
  );
};

/** What the lines of a chart stand for, each with its newest value. */
export const LineLegend = ({
  entries,
}: {
  entries: readonly { readonly kind: Series['kind']; readonly text: string }[];
}) => (
  <ul class="legend">
    {entries.map(({ kind, text }) => (
      <li key={kind}>
        <svg class="swatch" viewBox="0 0 28 8" aria-hidden="true" focusable="false">
          <path class={`series ${kind}`} d="M1,4H27" />
        </svg>
        {text}
      </li>
    ))}
  </ul>
);

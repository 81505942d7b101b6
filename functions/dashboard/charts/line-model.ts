import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';

/** A drawing's extent in its own units, and what is left free around the lines for the labels. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** What is drawn of values over days. */
export interface LineModel {
  /** By series, in their order: the `d` of a path, interrupted where values are missing. */
  readonly paths: readonly string[];
  readonly xTicks: readonly { readonly x: number; readonly day: string }[];
  readonly yTicks: readonly { readonly y: number; readonly value: number }[];
  readonly xOf: (day: string) => number;
  readonly yOf: (value: number) => number;
}

/** One label per so many units of width or height. */
const X_SPACING = 90;
const Y_SPACING = 50;

const instantOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

/**
 * Places the values of some series over days (`YYYY-MM-DD`, one after the other, none left out). The vertical axis begins
 * at 0 and reaches at least `most`. A value between two missing ones becomes a dot.
 */
export const lineModel = (
  days: readonly string[],
  series: readonly (readonly (number | null)[])[],
  { most, size: { width, height, top, right, bottom, left } }: { most: number; size: ChartSize },
): LineModel => {
  const [first = '1970-01-01', last = first] = [days[0], days.at(-1)];
  const x = scaleUtc([instantOf(first), instantOf(last)], [left, width - right]);
  const highest = Math.max(most, ...series.flat().map((value) => value ?? 0));
  const yCount = Math.round((height - top - bottom) / Y_SPACING);
  const y = scaleLinear([0, highest], [height - bottom, top]).nice(yCount);
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, at) => x(instantOf(days[at] ?? first)))
    .y((value) => y(value ?? 0))
    .digits(1);
  return {
    paths: series.map((values) => path(values) ?? ''),
    xTicks: x
      .ticks(Math.round((width - left - right) / X_SPACING))
      .filter(isMidnight)
      .map((tick) => ({ x: rounded(x(tick)), day: tick.toISOString().slice(0, 10) })),
    yTicks: y
      .ticks(yCount)
      .filter(Number.isInteger)
      .map((value) => ({ y: rounded(y(value)), value })),
    xOf: (day) => rounded(x(instantOf(day))),
    yOf: (value) => rounded(y(value)),
  };
};

/** Over few days a scale divides the day too. */
const isMidnight = (instant: Date): boolean => instant.getUTCHours() === 0 && instant.getUTCMinutes() === 0;

const rounded = (value: number): number => Math.round(10 * value) / 10;

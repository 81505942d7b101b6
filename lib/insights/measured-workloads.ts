import { WINDOW_DAYS } from '../activity/calendar.ts';
import { type Catalogue, figureOf } from '../catalogue/product.ts';
import { type Day, parseDay } from '../time/day.ts';

/** A workload with a figure of its own, and how far the activity that goes into it is known. */
export interface MeasuredWorkload {
  /** Raw workloads whose activity the figure unites: `sharepoint` and `onedrive` for SharePoint. */
  readonly raw: readonly string[];
  readonly through: Day;
}

/**
 * The workloads whose figures can be told on day `asOf`: those covered inside the window. Where several raw workloads
 * make one figure it speaks only as far as the one furthest behind, of those that have a source at all.
 */
export const measuredWorkloads = (
  catalogue: Catalogue,
  coverage: Readonly<Record<string, string>>,
  asOf: Day,
): Map<string, MeasuredWorkload> => {
  const measured = new Map<string, MeasuredWorkload>();
  for (const [raw, throughText] of Object.entries(coverage)) {
    const figure = figureOf(catalogue, raw);
    if (figure === undefined) continue;
    const known = measured.get(figure);
    const through = Math.min(parseDay(throughText), known?.through ?? Number.POSITIVE_INFINITY);
    measured.set(figure, { raw: [...(known?.raw ?? []), raw], through });
  }
  const firstDay = asOf - (WINDOW_DAYS - 1);
  return new Map([...measured].filter(([, { through }]) => through >= firstDay));
};

/** How numbers and dates read in the viewer's language. */
export interface Formats {
  readonly count: (value: number | null) => string;
  readonly percent: (value: number | null) => string;
  /** A percentage without decimals, as an axis names it. */
  readonly wholePercent: (value: number) => string;
  /** A change of a count, with its sign. */
  readonly change: (value: number) => string;
  /** A change of a percentage, with its sign, in points. */
  readonly points: (value: number) => string;
  /** A day (`YYYY-MM-DD`) with its month's name. */
  readonly day: (day: string) => string;
  /** A day (`YYYY-MM-DD`) in a narrow column. */
  readonly shortDay: (day: string) => string;
  /** A day (`YYYY-MM-DD`) without its year, as an axis names it. */
  readonly axisDay: (day: string) => string;
  /** A month (`YYYY-MM`) with its name. */
  readonly month: (month: string) => string;
  /** An instant (ISO), in UTC. */
  readonly time: (instant: string) => string;
  /** Some names in a row. */
  readonly list: (names: readonly string[]) => string;
  readonly bytes: (value: number) => string;
  /** How far something has come (0 to 1), in whole per cent, rounded down: nothing is complete before it is. */
  readonly share: (value: number) => string;
}

/** Stands for what is not known. */
export const UNKNOWN = '–';

/** The formats of a locale (BCP 47). */
export const formatsOf = (locale: string): Formats => {
  const counts = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' });
  const percents = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const wholePercents = new Intl.NumberFormat(locale, { style: 'percent' });
  const points = new Intl.NumberFormat(locale, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const shortDays = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const axisDays = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const months = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const lists = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });
  const shares = new Intl.NumberFormat(locale, { style: 'percent', roundingMode: 'floor' });
  return {
    count: (value) => (value === null ? UNKNOWN : counts.format(value)),
    percent: (value) => (value === null ? UNKNOWN : percents.format(value / 100)),
    wholePercent: (value) => wholePercents.format(value / 100),
    change: (value) => signed.format(value),
    points: (value) => points.format(value),
    day: (day) => days.format(new Date(`${day}T00:00:00Z`)),
    shortDay: (day) => shortDays.format(new Date(`${day}T00:00:00Z`)),
    axisDay: (day) => axisDays.format(new Date(`${day}T00:00:00Z`)),
    month: (month) => months.format(new Date(`${month}-01T00:00:00Z`)),
    time: (instant) => times.format(new Date(instant)),
    list: (names) => lists.format(names),
    bytes: (value) => bytesIn(value, locale),
    share: (value) => shares.format(value),
  };
};

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

const bytesIn = (value: number, locale: string): string => {
  const step = value < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
  const unit = UNITS[step] ?? 'byte';
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: step === 0 ? 0 : 1 }).format(
    value / 1000 ** step,
  );
};

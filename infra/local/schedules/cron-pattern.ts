/** The largest value of minutes, hours, day of month, month, day of week and year, for steps that start at a value. */
const LARGEST = [59, 23, 31, 12, 7, 2199];
const DAY_OF_WEEK = 4;
const FIELDS = 6;

/**
 * An AWS cron expression (minutes, hours, day of month, month, day of week, year) in croner's words: a seconds field in
 * front, no `?`, steps over a range (`0/15` is `0-59/15`), and weekdays counted from 0 for Sunday instead of 1
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html). Throws when it has not six fields.
 */
export const cronPattern = (expression: string): string => {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== FIELDS) throw new Error(`"cron(${expression})" must have six fields, not ${fields.length}.`);
  const translated = fields.map((field, index) =>
    field
      .split(',')
      .map((part) => translatePart(part, index))
      .join(','),
  );
  return ['0', ...translated].join(' ');
};

const translatePart = (part: string, field: number): string => {
  if (part === '?') return '*';
  const [range = '', step] = part.split('/');
  const days = field === DAY_OF_WEEK ? translateWeekdays(range) : range;
  if (step === undefined) return days;
  const largest = field === DAY_OF_WEEK ? 6 : LARGEST[field];
  return range === '*' || range.includes('-') ? `${days}/${step}` : `${days}-${largest}/${step}`;
};

/** `2-6`, `MON-FRI`, `6L` (the last Friday), `3#2` (the second Tuesday), `L` (Saturday). */
const translateWeekdays = (range: string): string => {
  if (range === 'L') return '6';
  const last = /^(\w+?)L$/.exec(range)?.[1];
  if (last !== undefined) return `${weekday(last)}#L`;
  const [day = '', occurrence] = range.split('#');
  if (occurrence !== undefined) return `${weekday(day)}#${occurrence}`;
  return range.split('-').map(weekday).join('-');
};

const weekday = (day: string): string => (/^[1-7]$/.test(day) ? String(Number(day) - 1) : day);

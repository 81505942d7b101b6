/** A day of UTC: whole days since 1970-01-01. */
export type Day = number;

const MILLISECONDS = 86_400_000;

/** The day of an instant. */
export const dayOf = (instant: Date): Day => Math.floor(instant.getTime() / MILLISECONDS);

/** A day as `YYYY-MM-DD`. */
export const dayText = (day: Day): string => new Date(day * MILLISECONDS).toISOString().slice(0, 10);

/** The midnight with which a day begins, as Graph writes it. */
export const midnightText = (day: Day): string => `${dayText(day)}T00:00:00Z`;

/** The day that `YYYY-MM-DD` names; undefined for anything else. */
export const readDay = (text: string): Day | undefined => {
  const instant = Date.parse(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/u.test(text) || Number.isNaN(instant)) return undefined;
  return dayText(instant / MILLISECONDS) === text ? instant / MILLISECONDS : undefined;
};

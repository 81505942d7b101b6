const numbers = new Intl.NumberFormat('en-GB');

/** Below it a whole number has no separators; formatting one takes far longer than writing it. */
const FIRST_SEPARATED = 1_000;

/** A number as it stands in a sentence: `1,200`. */
export const number = (value: number): string =>
  Number.isInteger(value) && value >= 0 && value < FIRST_SEPARATED ? String(value) : numbers.format(value);

/** So many of something, in the singular or in the plural: `1 seat`, `1,200 seats`. */
export const counted = (value: number, one: string, many: string): string =>
  `${number(value)} ${value === 1 ? one : many}`;

/** A percentage, with one decimal: `8.3 %`. */
export const percentText = (value: number): string => `${value.toFixed(1)} %`;

const lists = new Intl.ListFormat('en-GB');

/** Some things in a sentence: `Teams, Exchange and SharePoint`. */
export const listed = (texts: readonly string[]): string => lists.format(texts);

import { runInNewContext } from 'node:vm';

/** What a page's worked example says, and the name under which its figures are computed. */
export interface WorkedExample {
  readonly name: string;
  readonly lines: readonly string[];
}

/** `<!-- example: name -->`, then a block with a line per figure. */
export const EXAMPLE = /<!-- example: (.+?) -->\n+```text\n([\s\S]*?)```/gu;

/** The worked examples of a page, in its order. */
export const examplesIn = (markdown: string): WorkedExample[] =>
  [...markdown.matchAll(EXAMPLE)].map(([, name = '', block = '']) => ({ name, lines: block.trim().split('\n') }));

/** The line of an example without the words in brackets behind it. */
const NOTE = /\s{2,}\(.*\)$/u;
const PATH = /[a-z]\w*(?:\.\w+|\[\d+\])*/giu;
const OPERATIONS: Readonly<Record<string, (...values: number[]) => number>> = { max: Math.max, ceil: Math.ceil };

/**
 * The line as it has to read: `figure = formula = the same in numbers = result`, where each middle part may be left out.
 * Names are looked up in the computed figures and replaced; throws for one that is not there.
 */
export const asComputed = (line: string, figures: unknown): string => {
  const [note = ''] = NOTE.exec(line) ?? [];
  const [figure = '', ...parts] = line.replace(NOTE, '').split(' = ');
  const [formula, ...rest] = parts.slice(0, -1);
  const inNumbers = formula === undefined ? [] : [formula, ...rest.map(() => substituted(formula, figures))];
  const value = lookUp(figures, figure);
  return `${[figure, ...inNumbers, shown(value, figure)].join(' = ')}${note}`;
};

/** What the line's own arithmetic comes to, written as its result is, or `undefined` when it has none. */
export const asCalculated = (line: string, figures: unknown): { result: string; calculated: string } | undefined => {
  const parts = line.replace(NOTE, '').split(' = ');
  const [expression, result = ''] = parts.slice(-2);
  if (parts.length < 3 || expression === undefined) return undefined;
  const numbers = substituted(expression, figures);
  const script = numbers.replaceAll('×', '*').replaceAll('÷', '/').replaceAll('−', '-');
  const value: unknown = numbers.includes('null') ? null : runInNewContext(script, { ...OPERATIONS });
  if (value !== null && typeof value !== 'number') throw new TypeError(`"${expression}" is no number`);
  if (value === null || !Number.isFinite(value)) return { result, calculated: 'null' };
  if (result.endsWith(' %')) return { result, calculated: `${tenths(100 * value).toFixed(1)} %` };
  return { result, calculated: signed(result.endsWith(' points') ? `${tenths(value)} points` : `${tenths(value)}`) };
};

const tenths = (value: number): number => Math.floor(10 * value + 0.5) / 10;

const signed = (text: string): string => text.replace(/^-/u, '−');

const substituted = (formula: string, figures: unknown): string =>
  formula.replaceAll(PATH, (name) => (name in OPERATIONS || name === 'null' ? name : plain(lookUp(figures, name))));

const plain = (value: unknown): string => signed(String(value));

/** Percentages have one decimal and their sign, their differences are points. */
const shown = (value: unknown, path: string): string => {
  if (typeof value !== 'number' || !/percent/iu.test(path)) return plain(value);
  return signed(/\.change$/u.test(path) ? `${value} points` : `${value.toFixed(1)} %`);
};

const lookUp = (figures: unknown, path: string): unknown => {
  let value: unknown = figures;
  for (const key of path.replaceAll(/\[(\d+)\]/gu, '.$1').split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
      throw new RangeError(`"${path}" is no figure of the example: there is no "${key}"`);
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
};

import { Problem } from '../problem/problem.ts';

/** How deep a body may be nested: far deeper than any schema here. */
const MOST_LEVELS = 64;

/** Deeper than this a body is refused unread; up to here it is looked for which entry of a list is to blame. */
const MOST_LEVELS_READ = 100_000;

/** Values in one body. The longest batch has some 30,000; an empty object takes 20 times the memory of its two bytes. */
const MOST_VALUES = 500_000;

/** How deep a JSON text is nested, and about how many values it has; without reading it, so that it may be anything. */
const measure = (text: string): { readonly levels: number; readonly values: number } => {
  let [depth, levels, values] = [0, 0, 1];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === 0x22) at = endOfString(text, at);
    else if (character === 0x2c) values += 1;
    else if (character === 0x5b || character === 0x7b) {
      values += 1;
      depth += 1;
      if (depth > levels) levels = depth;
    } else if (character === 0x5d || character === 0x7d) depth -= 1;
  }
  return { levels, values };
};

/** Where a string ends that begins at `from`: at its closing quote, or with the text. */
const endOfString = (text: string, from: number): number => {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === 0x5c) escapes += 1;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
};

const isDeeperThan = (levels: number, value: unknown): boolean => {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const nested = level.filter((one): one is object => typeof one === 'object' && one !== null);
    if (nested.length > 0 && depth >= levels) return true;
    level = nested.flatMap((one): unknown[] => Object.values(one));
  }
  return false;
};

const tooDeep = (): Problem =>
  new Problem(
    400,
    'too_deep',
    `The body is nested deeper than ${MOST_LEVELS} levels. Send it in the shape that the API describes; nothing was stored.`,
  );

/** What stands for such an entry of a list: no schema of an entry takes a text, and the complaint quotes it. */
const TOO_DEEP_ENTRY = `nested deeper than ${MOST_LEVELS} levels`;

const withoutDeepEntries = (value: unknown, judgedByEntry: readonly string[]): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const judged = (name: string, member: unknown): unknown =>
    judgedByEntry.includes(name) && Array.isArray(member)
      ? member.map((entry: unknown) => (isDeeperThan(MOST_LEVELS - 2, entry) ? TOO_DEEP_ENTRY : entry))
      : member;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, judged(name, member)]));
};

/**
 * Reads a JSON text by `parse`, unless it is nested too deeply (a 400 problem `too_deep`) or holds too many values (a 413
 * problem `body_too_large`). An entry of one of the lists `judgedByEntry` that is nested too deeply refuses itself alone.
 */
export const parseBounded = (
  text: string,
  parse: (text: string) => unknown,
  judgedByEntry: readonly string[] = [],
): unknown => {
  const { levels, values } = measure(text);
  if (levels > MOST_LEVELS_READ) throw tooDeep();
  if (values > MOST_VALUES)
    throw new Problem(
      413,
      'body_too_large',
      `The body has more than ${MOST_VALUES.toLocaleString('en')} values. Send it in several requests.`,
    );
  if (levels <= MOST_LEVELS) return parse(text);
  const value = withoutDeepEntries(parse(text), judgedByEntry);
  if (isDeeperThan(MOST_LEVELS, value)) throw tooDeep();
  return value;
};

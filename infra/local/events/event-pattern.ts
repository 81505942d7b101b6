type Json = unknown;

/**
 * Whether an EventBridge event pattern matches an event: every field of the pattern must be in the event with one of
 * the listed values (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html).
 * Throws on an operator that it does not know, whatever the event.
 */
export const matchesPattern = (pattern: Json, event: Json): boolean => {
  if (!isObject(pattern)) throw unknown(pattern);
  const results = Object.entries(pattern).map(([field, wanted]) => {
    if (field === '$or')
      return listOf(wanted)
        .map((one) => matchesPattern(one, event))
        .includes(true);
    const value = isObject(event) ? event[field] : undefined;
    if (!Array.isArray(wanted)) return matchesPattern(wanted, value);
    const values = Array.isArray(value) ? value : [value];
    return wanted.map((one) => values.map((actual) => matchesValue(one, actual)).includes(true)).includes(true);
  });
  return !results.includes(false);
};

/** Throws when `pattern` holds an operator that the runtime does not know. */
export const checkPattern = (pattern: Json): void => {
  matchesPattern(pattern, {});
};

const matchesValue = (wanted: Json, actual: Json): boolean => {
  if (!isObject(wanted)) return wanted === actual;
  const [operator, ...others] = Object.entries(wanted);
  if (!operator || others.length > 0) throw unknown(wanted);
  const [name, operand] = operator;
  const text = typeof actual === 'string' ? actual : undefined;
  switch (name) {
    case 'exists':
      return operand === (actual !== undefined);
    case 'prefix':
      return text?.startsWith(textOf(operand)) ?? false;
    case 'suffix':
      return text?.endsWith(textOf(operand)) ?? false;
    case 'equals-ignore-case':
      return text?.toLowerCase() === textOf(operand).toLowerCase();
    case 'wildcard':
      return text !== undefined && wildcard(textOf(operand)).test(text);
    case 'anything-but':
      return (
        actual !== undefined &&
        !listOf(operand)
          .map((one) => matchesValue(one, actual))
          .includes(true)
      );
    case 'numeric':
      return matchesNumber(listOf(operand), actual);
    default:
      throw unknown(wanted);
  }
};

const COMPARISONS: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  '=': (one, other) => one === other,
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
};

/** `['>', 0, '<=', 5]`: operators and bounds in turn. */
const matchesNumber = (operand: readonly Json[], actual: Json): boolean => {
  const results: boolean[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = COMPARISONS[String(operand[index])];
    const bound = operand[index + 1];
    if (!compare || typeof bound !== 'number') throw unknown({ numeric: operand });
    results.push(typeof actual === 'number' && compare(actual, bound));
  }
  return !results.includes(false);
};

const wildcard = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [value]);

const textOf = (operand: Json): string => {
  if (typeof operand !== 'string') throw unknown(operand);
  return operand;
};

const unknown = (part: Json): Error =>
  new Error(`The runtime does not know the event pattern ${JSON.stringify(part)}.`);

import { matchesWildcard } from './wildcard.ts';

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** The value of the call's condition keys, or their values; those that a call does not have are absent. */
export type ConditionKeys = Readonly<Record<string, string | readonly string[]>>;

/** The values of one of a call's condition keys; none when the call does not have it. */
export const keyValues = (keys: ConditionKeys, key: string): readonly string[] => listOf(keys[key] ?? []);

interface Operator {
  readonly matches: (wanted: string, actual: string) => boolean;
  /** Whether it holds when none of the values match, and also when the key is absent. */
  readonly negated: boolean;
}

/** How an operator is applied to a key: to its one value, or to all or any of several. */
type Quantifier = 'ForAllValues' | 'ForAnyValue' | undefined;

const KNOWN_KEYS = new Set(
  [
    'aws:SecureTransport',
    'aws:SourceArn',
    'aws:SourceAccount',
    'aws:PrincipalArn',
    'aws:PrincipalAccount',
    'aws:RequestedRegion',
    's3:TlsVersion',
    's3:prefix',
    's3:delimiter',
    's3:max-keys',
    's3:x-amz-acl',
    's3:x-amz-server-side-encryption',
    'ses:FromAddress',
  ].map((key) => key.toLowerCase()),
);

/** Keys that may have several values: only `ForAllValues:` and `ForAnyValue:` say what holds of them. */
const KEYS_OF_MANY_VALUES = new Set(['dynamodb:leadingkeys']);

/** Throws an error that names the first operator or key of `condition` that the gate does not know. */
export const checkCondition = (condition: Condition): void => {
  for (const [name, tests] of Object.entries(condition)) {
    const { quantifier, isNull } = findOperator(name);
    for (const key of Object.keys(tests)) {
      const isOfMany = KEYS_OF_MANY_VALUES.has(key.toLowerCase());
      if (!isOfMany && !KNOWN_KEYS.has(key.toLowerCase()))
        throw new Error(`The gate knows no condition key ${key}: add it to iam-conditions.ts`);
      if (!isNull && isOfMany !== (quantifier !== undefined))
        throw new Error(`${name} cannot be asked of ${key}: keys of many values need ForAllValues or ForAnyValue`);
    }
  }
};

/** Whether all tests of `condition` hold for a call with these keys. Throws on an unknown operator. */
export const conditionHolds = (condition: Condition, keys: ConditionKeys): boolean => {
  const byLowerCase = new Map(Object.entries(keys).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(condition).every(([name, tests]) => {
    const found = findOperator(name);
    return Object.entries(tests).every(([key, wanted]) =>
      testHolds(found, listOf(wanted), byLowerCase.get(key.toLowerCase())),
    );
  });
};

/** As IAM's reference says, "Single-valued vs. multivalued context keys" and "Null condition operator". */
const testHolds = (
  { operator, quantifier, ifExists, isNull }: FoundOperator,
  wanted: readonly string[],
  actual: string | readonly string[] | undefined,
): boolean => {
  if (isNull) return wanted.some((value) => (value.toLowerCase() === 'true') === (actual === undefined));
  const holdsFor = (one: string) => wanted.some((value) => operator.matches(value, one)) !== operator.negated;
  if (quantifier === 'ForAllValues') return listOf(actual ?? []).every(holdsFor);
  if (quantifier === 'ForAnyValue') return listOf(actual ?? []).some(holdsFor);
  if (actual === undefined) return ifExists || operator.negated;
  return listOf(actual).every(holdsFor);
};

const equals = (wanted: string, actual: string): boolean => wanted === actual;
const equalsIgnoringCase = (wanted: string, actual: string): boolean => wanted.toLowerCase() === actual.toLowerCase();
const like = (wanted: string, actual: string): boolean => matchesWildcard(wanted, actual);

/** ARNs are compared part by part, so that a wildcard does not reach over a colon of the first five. */
const arnLike = (wanted: string, actual: string): boolean => {
  const split = (arn: string): readonly string[] => {
    const parts = arn.split(':');
    return [...parts.slice(0, 5), parts.slice(5).join(':')];
  };
  const actualParts = split(actual);
  return split(wanted).every((part, index) => matchesWildcard(part, actualParts[index] ?? ''));
};

/** IAM's reference, "IAM JSON policy elements: Condition operators", of which these are in use here. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { matches: equals, negated: false },
  StringNotEquals: { matches: equals, negated: true },
  StringEqualsIgnoreCase: { matches: equalsIgnoringCase, negated: false },
  StringNotEqualsIgnoreCase: { matches: equalsIgnoringCase, negated: true },
  StringLike: { matches: like, negated: false },
  StringNotLike: { matches: like, negated: true },
  ArnEquals: { matches: arnLike, negated: false },
  ArnLike: { matches: arnLike, negated: false },
  ArnNotEquals: { matches: arnLike, negated: true },
  ArnNotLike: { matches: arnLike, negated: true },
  Bool: { matches: equalsIgnoringCase, negated: false },
  NumericLessThan: { matches: (wanted, actual) => Number(actual) < Number(wanted), negated: false },
  NumericLessThanEquals: { matches: (wanted, actual) => Number(actual) <= Number(wanted), negated: false },
};

/** Asks for no value. */
const NULL: Operator = { matches: () => false, negated: false };

const listOf = (value: string | readonly string[]): readonly string[] =>
  Array.isArray(value) ? value.map(String) : [String(value)];

interface FoundOperator {
  readonly operator: Operator;
  readonly quantifier: Quantifier;
  readonly ifExists: boolean;
  /** Whether it asks for the key's absence, and not for its value. */
  readonly isNull: boolean;
}

const findOperator = (name: string): FoundOperator => {
  const [, quantifier, plain = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(name) ?? [];
  const isNull = name === 'Null';
  const operator = isNull ? NULL : OPERATORS[plain];
  if (!operator) throw new Error(`The gate knows no condition operator ${name}: add it to iam-conditions.ts`);
  // By the expression it is one of the two or absent.
  return { operator, quantifier: quantifier as Quantifier, ifExists: ifExists !== undefined, isNull };
};

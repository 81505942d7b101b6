import { matchesWildcard } from './wildcard.ts';

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** The value of the call's condition keys; those that a call does not have are absent. */
export type ConditionKeys = Readonly<Record<string, string>>;

interface Operator {
  readonly matches: (wanted: string, actual: string) => boolean;
  /** Whether it holds when none of the values match, and also when the key is absent. */
  readonly negated: boolean;
}

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

/** Throws an error that names the first operator or key of `condition` that the gate does not know. */
export const checkCondition = (condition: Condition): void => {
  for (const [name, tests] of Object.entries(condition)) {
    findOperator(name);
    for (const key of Object.keys(tests))
      if (!KNOWN_KEYS.has(key.toLowerCase()))
        throw new Error(`The gate knows no condition key ${key}: add it to iam-conditions.ts`);
  }
};

/** Whether all tests of `condition` hold for a call with these keys. Throws on an unknown operator. */
export const conditionHolds = (condition: Condition, keys: ConditionKeys): boolean => {
  const byLowerCase = new Map(Object.entries(keys).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(condition).every(([name, tests]) => {
    const { operator, ifExists } = findOperator(name);
    return Object.entries(tests).every(([key, wanted]) => {
      const actual = byLowerCase.get(key.toLowerCase());
      if (actual === undefined) return ifExists || operator.negated;
      return listOf(wanted).some((value) => operator.matches(value, actual)) !== operator.negated;
    });
  });
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

const listOf = (value: string | readonly string[]): readonly string[] =>
  Array.isArray(value) ? value.map(String) : [String(value)];

const findOperator = (name: string): { readonly operator: Operator; readonly ifExists: boolean } => {
  const operator = OPERATORS[name.replace(/IfExists$/, '')];
  if (!operator) throw new Error(`The gate knows no condition operator ${name}: add it to iam-conditions.ts`);
  return { operator, ifExists: name.endsWith('IfExists') };
};

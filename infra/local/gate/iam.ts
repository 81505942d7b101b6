import type { Permission } from './call.ts';
import { type ConditionKeys, checkCondition, conditionHolds } from './iam-conditions.ts';
import type { PolicyStatement } from './principal.ts';
import { matchesWildcard } from './wildcard.ts';

export type Decision = 'allowed' | 'not-allowed' | 'explicitly-denied';

/** Who calls, as the `Principal` element of a resource's policy names callers. */
export interface CallerIdentity {
  readonly arn?: string;
  readonly service?: string;
}

const KNOWN_ELEMENTS = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition', 'Principal']);

/** Throws an error that names what the gate does not understand in `statements`, for example `NotAction`. */
export const checkStatements = (statements: readonly PolicyStatement[]): void => {
  for (const statement of statements) {
    for (const element of Object.keys(statement))
      if (!KNOWN_ELEMENTS.has(element))
        throw new Error(`The gate does not evaluate ${element}, found in ${JSON.stringify(statement)}`);
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
      throw new Error(`The Effect of a statement is Allow or Deny, not ${String(statement.Effect)}`);
    for (const text of [...listOf(statement.Action), ...listOf(statement.Resource)]) {
      if (typeof text !== 'string') throw new Error(`Unresolved reference ${JSON.stringify(text)} in a statement`);
      if (text.includes('${')) throw new Error(`The gate evaluates no policy variables, found in ${text}`);
    }
    if (statement.Condition) checkCondition(statement.Condition);
  }
};

/**
 * Decides on one permission as IAM does inside an account: a Deny that covers it wins, else an Allow of the identity's
 * own policies or of the resource's policy lets it pass, else it is denied.
 */
export const decide = (
  permission: Permission,
  keys: ConditionKeys,
  identityStatements: readonly PolicyStatement[],
  resourceStatements: readonly PolicyStatement[],
  caller: CallerIdentity,
): Decision => {
  const covering = [
    ...identityStatements.filter((statement) => coversCall(statement, permission, keys)),
    ...resourceStatements.filter(
      (statement) => coversCaller(statement.Principal, caller) && coversCall(statement, permission, keys),
    ),
  ];
  if (covering.some((statement) => statement.Effect === 'Deny')) return 'explicitly-denied';
  return covering.some((statement) => statement.Effect === 'Allow') ? 'allowed' : 'not-allowed';
};

/** An element of a statement, which may be one text or a list, as a list. */
export const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : [value].flat();

/** Whether a statement, be it an Allow or a Deny, is about a permission under a call's condition keys. */
export const coversCall = (
  statement: PolicyStatement,
  { action, resource }: Permission,
  keys: ConditionKeys,
): boolean =>
  listOf(statement.Action).some((pattern) => matchesWildcard(pattern, action, true)) &&
  listOf(statement.Resource).some((pattern) => matchesWildcard(pattern, resource)) &&
  (!statement.Condition || conditionHolds(statement.Condition, keys));

const coversCaller = (principal: unknown, caller: CallerIdentity): boolean => {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null)
    throw new Error(`The gate does not understand the Principal ${JSON.stringify(principal)}`);
  return Object.entries(principal).some(([kind, names]) => {
    // A Principal's values are names or lists of names by the policy grammar.
    const list = listOf(names as string | readonly string[]);
    if (kind === 'AWS') return list.includes('*') || (caller.arn !== undefined && list.includes(caller.arn));
    if (kind === 'Service') return caller.service !== undefined && list.includes(caller.service);
    return false;
  });
};

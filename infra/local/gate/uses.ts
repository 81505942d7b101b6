import type { Permission } from './call.ts';
import { coversCall, listOf } from './iam.ts';
import { type ConditionKeys, keyValues } from './iam-conditions.ts';
import type { PolicyStatement } from './principal.ts';
import { matchesWildcard } from './wildcard.ts';

/** One thing that a statement allows, in the patterns that stand in it. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
  /** Whose items of a table, where the statement is confined to partitions. */
  readonly partition?: string;
}

/** What of the policies was made use of. */
export interface Uses {
  /** Counts a call that was allowed: whatever of the statements covers it was needed. */
  readonly record: (permission: Permission, keys: ConditionKeys, statements: readonly PolicyStatement[]) => void;
  /** Whether a call came that the grant, one of those of `statement`, let pass. */
  readonly wasUsed: (statement: PolicyStatement, grant: Grant) => boolean;
}

const LEADING_KEYS = 'dynamodb:LeadingKeys';

/** All that a statement allows: each of its actions on each of its resources, and on each partition that it names. */
export const grantsOf = (statement: PolicyStatement): readonly Grant[] => {
  if (statement.Effect !== 'Allow') return [];
  const partitions = Object.values(statement.Condition ?? {}).flatMap(
    ({ [LEADING_KEYS]: patterns }) => listOf(patterns).filter((pattern) => pattern !== 'false'), // the test for absence has no pattern
  );
  return listOf(statement.Action).flatMap((action) =>
    listOf(statement.Resource).flatMap((resource) =>
      partitions.length === 0
        ? [{ action, resource }]
        : partitions.map((partition) => ({ action, resource, partition })),
    ),
  );
};

/** Remembers which grants were used, however often: as many as stand in the policies, and no more. */
export const createUses = (): Uses => {
  const unused = new Map<PolicyStatement, Grant[]>();
  const remaining = (statement: PolicyStatement): Grant[] => {
    const known = unused.get(statement) ?? [...grantsOf(statement)];
    unused.set(statement, known);
    return known;
  };
  return {
    record: (permission, keys, statements) => {
      for (const statement of statements) {
        const left = remaining(statement);
        if (left.length === 0 || !coversCall(statement, permission, keys)) continue;
        const partitions = keyValues(keys, LEADING_KEYS);
        const isUsed = ({ action, resource, partition }: Grant): boolean =>
          matchesWildcard(action, permission.action, true) &&
          matchesWildcard(resource, permission.resource) &&
          (partition === undefined || partitions.some((key) => matchesWildcard(partition, key)));
        unused.set(
          statement,
          left.filter((grant) => !isUsed(grant)),
        );
      }
    },
    wasUsed: (statement, { action, resource, partition }) =>
      !remaining(statement).some(
        (left) => left.action === action && left.resource === resource && left.partition === partition,
      ),
  };
};

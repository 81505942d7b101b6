import type { PolicyStatement } from '../gate/principal.ts';
import { type Grant, grantsOf, type Uses } from '../gate/uses.ts';

/** One thing that a function's role allows. */
export interface FunctionGrant extends Grant {
  /** The function's short name. */
  readonly functionName: string;
  readonly isUsed: boolean;
}

/**
 * All that functions may do by their roles, and what of it was used. What its pollers do counts as the function's own, as
 * Lambda polls by the function's role. Logs and traces are captured on this machine, and so never seen as used.
 */
export const readGrants = (
  policies: ReadonlyMap<string, readonly PolicyStatement[]>,
  uses: Uses,
): readonly FunctionGrant[] =>
  [...policies].flatMap(([functionName, statements]) =>
    statements.flatMap((statement) =>
      grantsOf(statement).map((grant) => ({ functionName, ...grant, isUsed: uses.wasUsed(statement, grant) })),
    ),
  );

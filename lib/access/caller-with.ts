import type { z } from 'zod';
import { Problem } from '../problem/problem.ts';
import { entityId } from '../values/entity-id.ts';
import { type authorizerContext, type Caller, may, OPERATOR_PORTFOLIO, type Scope } from './caller.ts';

/**
 * Who calls, by the access record, and whose portfolio is looked at: the partner's own, or for an operator the partner
 * it wants to act as (`wanted`), or all. Throws a 403 problem when the record does not allow that,
 * and a 400 problem for what is no id.
 */
export const callerWith = (record: z.output<typeof authorizerContext>, wanted: string | undefined): Caller => {
  const operator = record.scopes.includes('operator');
  if (wanted !== undefined && !operator && wanted !== record.partnerId)
    throw new Problem(403, 'not_operator', 'Only an operator may act as another partner. Leave ?partner= out.');
  if (wanted !== undefined && !entityId.safeParse(wanted).success)
    throw new Problem(400, 'invalid_query', 'The query is not understood: partner: this is no id of a partner.');
  const portfolio = (operator ? wanted : undefined) ?? record.partnerId ?? (operator ? OPERATOR_PORTFOLIO : undefined);
  if (portfolio === undefined)
    throw new Problem(403, 'no_portfolio', 'Your access record names no partner. Ask the operator to complete it.');
  return { subject: record.subject, scopes: new Set(record.scopes), operator, portfolio };
};

/** Throws a 403 problem unless the caller holds one of the scopes. */
export const requireScope = (caller: Caller, anyOf: readonly Scope[]): void => {
  if (may(caller, anyOf)) return;
  throw new Problem(
    403,
    'missing_scope',
    `This call needs the scope ${anyOf.map((one) => `"${one}"`).join(' or ')}. Ask the operator for it.`,
  );
};

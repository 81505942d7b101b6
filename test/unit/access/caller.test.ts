import { expect, test } from 'vitest';
import {
  authorizerContext,
  type Caller,
  may,
  OPERATOR_PORTFOLIO,
  partnerOf,
  type Scope,
} from '../../../lib/access/caller.ts';
import { isVisible } from '../../../lib/customers/customer-access.ts';

const caller = (portfolio: string, ...scopes: Scope[]): Caller => ({
  subject: 'ada',
  scopes: new Set(scopes),
  operator: scopes.includes('operator'),
  portfolio,
});
const contoso = { customerId: 'contoso', name: 'Contoso', partners: { northwind: { since: '2026-01-01' } } };

test('an operator may do everything, anybody else what its scopes say', () => {
  expect(may(caller(OPERATOR_PORTFOLIO, 'operator'), ['exports:write'])).toBe(true);
  expect(may(caller('northwind', 'insights:read'), ['exports:write', 'insights:read'])).toBe(true);
  expect(may(caller('northwind', 'insights:read'), ['exports:write'])).toBe(false);
});

test('a customer is visible in its partners’ portfolios and in the one of all', () => {
  expect(isVisible(caller('northwind'), contoso)).toBe(true);
  expect(isVisible(caller('alpine'), contoso)).toBe(false);
  expect(isVisible(caller('constructor'), contoso)).toBe(false);
  expect(isVisible(caller(OPERATOR_PORTFOLIO, 'operator'), contoso)).toBe(true);
  expect(isVisible(caller(OPERATOR_PORTFOLIO, 'operator'), undefined)).toBe(false);
  expect(partnerOf(caller(OPERATOR_PORTFOLIO, 'operator'))).toBeUndefined();
});

test("reads the authorizer's context, and refuses scopes it does not know", () => {
  expect(
    authorizerContext.parse({ subject: 'ada', partnerId: 'northwind', scopes: 'insights:read  exports:write' }),
  ).toEqual({
    subject: 'ada',
    partnerId: 'northwind',
    scopes: ['insights:read', 'exports:write'],
  });
  expect(authorizerContext.safeParse({ subject: 'ada', scopes: 'everything' }).success).toBe(false);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkStatements, decide } from '../../../infra/local/gate/iam.ts';
import type { PolicyStatement } from '../../../infra/local/gate/principal.ts';

const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/Activity';
const put = { action: 'dynamodb:PutItem', resource: table };
const allow = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'dynamodb:PutItem',
  Resource: table,
  ...more,
});
const on = (statements: readonly PolicyStatement[], permission = put, keys: Record<string, string> = {}) =>
  decide(permission, keys, statements, [], {});

test('allows what a statement names and nothing else', () => {
  expect(on([])).toBe('not-allowed');
  expect(on([allow()])).toBe('allowed');
  expect(on([allow()], { ...put, action: 'dynamodb:PutItems' })).toBe('not-allowed');
  expect(on([allow()], { ...put, resource: `${table}/index/directory` })).toBe('not-allowed');
});

test.each([
  ['dynamodb:*', table, 'allowed'],
  ['dynamodb:put?tem', table, 'allowed'],
  ['*', '*', 'allowed'],
  ['dynamodb:PutItem', `${table}/index/*`, 'not-allowed'],
  ['dynamodb:PutItem', table.toLowerCase(), 'not-allowed'],
  ['dynamodb:.*', table, 'not-allowed'],
  ['dynamodb:PutItem', table.replace('Activity', 'Act?vity'), 'allowed'],
] as const)('reads the wildcards of %s on %s: %s', (Action, Resource, decision) => {
  expect(on([allow({ Action, Resource })])).toBe(decision);
});

test('lets a deny win, wherever it stands', () => {
  const statement = fc.record({
    Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    Action: fc.constantFrom('dynamodb:*', 'dynamodb:PutItem', 's3:*', '*'),
    Resource: fc.constantFrom(table, '*', 'arn:aws:s3:::*'),
  });
  fc.assert(
    fc.property(fc.array(statement), fc.array(statement), (identity, resource) => {
      const everybody = resource.map((each) => ({ ...each, Principal: '*' }));
      const covering = [...identity, ...resource].filter(
        ({ Action, Resource }) => Action !== 's3:*' && !Resource.startsWith('arn:aws:s3'),
      );
      const effects = covering.map(({ Effect }) => Effect);
      const expected = effects.includes('Deny')
        ? 'explicitly-denied'
        : effects.includes('Allow')
          ? 'allowed'
          : 'not-allowed';
      expect(decide(put, {}, identity, everybody, {})).toBe(expected);
    }),
  );
});

const when = (Condition: PolicyStatement['Condition'], keys: Record<string, string> = {}) =>
  on([Condition ? allow({ Condition }) : allow()], put, keys) === 'allowed';

test.each([
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', 'a*', 'ab', false],
  ['StringNotEquals', 'a', 'b', true],
  ['StringLike', 'a*', 'ab', true],
  ['StringNotLike', 'a*', 'ab', false],
  ['StringEqualsIgnoreCase', 'A', 'a', true],
  ['ArnEquals', 'arn:aws:events:*:1:rule/x', 'arn:aws:events:eu:1:rule/x', true],
  ['ArnLike', 'arn:aws:s3:::*', 'arn:aws:s3:::bucket', true],
  ['ArnLike', 'arn:aws:*:x', 'arn:aws:events:eu:1:x', false],
  ['ArnNotLike', 'arn:aws:s3:::a*', 'arn:aws:s3:::bucket', true],
  ['Bool', 'true', 'true', true],
  ['NumericLessThan', '1.2', '1.1', true],
] as const)('decides %s %s for %s: %s', (operator, wanted, actual, holds) => {
  expect(when({ [operator]: { 'aws:SourceArn': wanted } }, { 'aws:SourceArn': actual })).toBe(holds);
});

test('asks for one of several values, for all keys, and reads keys in any case', () => {
  expect(when({ StringEquals: { 's3:prefix': ['a', 'b'] } }, { 's3:prefix': 'b' })).toBe(true);
  expect(when({ StringNotEquals: { 's3:prefix': ['a', 'b'] } }, { 's3:prefix': 'b' })).toBe(false);
  const both = { StringEquals: { 's3:prefix': 'a', 's3:delimiter': '/' } };
  expect(when(both, { 's3:prefix': 'a' })).toBe(false);
  expect(when(both, { 's3:prefix': 'a', 's3:delimiter': '/' })).toBe(true);
  expect(when({ Bool: { 'AWS:securetransport': 'true' } }, { 'aws:SecureTransport': 'true' })).toBe(true);
});

test('takes an absent key as unequal, unless the operator says IfExists', () => {
  expect(when({ StringEquals: { 's3:prefix': 'a' } })).toBe(false);
  expect(when({ StringNotEquals: { 's3:prefix': 'a' } })).toBe(true);
  expect(when({ StringEqualsIfExists: { 's3:prefix': 'a' } })).toBe(true);
});

test('reads whom a resource`s policy names', () => {
  const arn = 'arn:aws:sts::123456789012:assumed-role/writer';
  const of = (Principal: unknown, caller: { arn?: string; service?: string }) =>
    decide(put, {}, [], [allow({ Principal })], caller) === 'allowed';
  expect(of('*', {})).toBe(true);
  expect(of({ AWS: '*' }, {})).toBe(true);
  expect(of({ AWS: ['x', arn] }, { arn })).toBe(true);
  expect(of({ AWS: 'x' }, { arn })).toBe(false);
  expect(of({ Service: 'events.amazonaws.com' }, { arn, service: 'events.amazonaws.com' })).toBe(true);
  expect(of({ Service: 'events.amazonaws.com' }, { arn })).toBe(false);
});

test('names what it does not understand', () => {
  const unknown: readonly (readonly [string, object])[] = [
    ['NotAction', { NotAction: 'x' }],
    ['NotPrincipal', { NotPrincipal: 'x' }],
    ['DateLessThan', { Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01' } } }],
    ['aws:SourceVpc', { Condition: { StringEquals: { 'aws:SourceVpc': 'x' } } }],
    ['Ref', { Resource: { Ref: 'Table' } }],
    ['aws:username', { Resource: ['arn:aws:s3:::', '{aws:username}'].join('$') }],
  ];
  for (const [name, more] of unknown) {
    expect(() => checkStatements([{ ...allow(), ...more }])).toThrow(name);
  }
});

import { expect, test } from 'vitest';
import { NO_VALUE, type References, resolve } from '../../../infra/local/template/intrinsics.ts';

const references: References = {
  ref: (name) => {
    if (name === 'AWS::NoValue') return NO_VALUE;
    if (name === 'Zones') return ['a', 'b'];
    if (name === 'Table') return 'things';
    throw new Error(`no ${name}`);
  },
  attribute: (logicalId, attribute) => `${logicalId}/${attribute}`,
  condition: (name) => name === 'Yes',
  mappings: { Sizes: { dev: { memory: 128 } } },
};

const resolved = (value: unknown): unknown => resolve(value, references);

test('references and attributes stand for their values at any depth', () => {
  expect(resolved({ a: [{ Ref: 'Table' }, 1, null], b: { c: { 'Fn::GetAtt': ['Queue', 'Arn'] } } })).toEqual({
    a: ['things', 1, null],
    b: { c: 'Queue/Arn' },
  });
  expect(resolved({ 'Fn::GetAtt': 'Nested.Outputs.Name' })).toBe('Nested/Outputs.Name');
});

test('texts are joined, split, selected and substituted', () => {
  expect(resolved({ 'Fn::Join': ['-', ['a', { Ref: 'Table' }, 2]] })).toBe('a-things-2');
  expect(resolved({ 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b/c'] }] })).toBe('b');
  expect(resolved({ 'Fn::Select': [0, { Ref: 'Zones' }] })).toBe('a');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders of Fn::Sub
  expect(resolved({ 'Fn::Sub': '$x ${Table} ${Queue.Arn} ${!Literal}' })).toBe('$x things Queue/Arn ${Literal}');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders of Fn::Sub
  expect(resolved({ 'Fn::Sub': ['${own}/${Table}', { own: { Ref: 'Table' } }] })).toBe('things/things');
  expect(resolved({ 'Fn::FindInMap': ['Sizes', 'dev', 'memory'] })).toBe(128);
});

test('conditions choose, and what has no value is left out', () => {
  expect(resolved({ 'Fn::If': ['Yes', 1, 2] })).toBe(1);
  expect(resolved({ 'Fn::If': ['No', { Ref: 'Unknown' }, 2] })).toBe(2);
  expect(resolved({ a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] })).toEqual({ b: [1] });
  expect(resolved({ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] })).toBe(true);
  expect(resolved({ 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Equals': ['a', 'b'] }] })).toBe(false);
});

test('a policy’s own key "Condition" is no intrinsic function', () => {
  const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
  expect(resolved({ Condition })).toEqual({ Condition });
});

test.each([
  [{ 'Fn::Cidr': ['10.0.0.0/16', 1] }, 'Fn::Cidr'],
  [{ 'Fn::Join': ['-', 'text'] }, 'Fn::Join'],
  [{ 'Fn::Join': ['-', [{ Ref: 'Zones' }]] }, 'Fn::Join'],
  [{ 'Fn::Select': [5, ['a']] }, 'Fn::Select'],
  [{ 'Fn::FindInMap': ['Sizes', 'prod', 'memory'] }, 'Fn::FindInMap'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders of Fn::Sub
  [{ 'Fn::Sub': '${Zones}' }, 'Fn::Sub'],
  [{ Ref: 'Nothing' }, 'no Nothing'],
])('%j is an error that names it', (value, named) => {
  expect(() => resolved(value)).toThrow(named);
});

test('a dynamic reference is refused, also where it is put together', () => {
  const secret = { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Table' }, ':SecretString:::}}']] };
  expect(() => resolved({ Variables: { SECRET: secret } })).toThrow('the dynamic reference {{resolve:secretsmanager:');
});

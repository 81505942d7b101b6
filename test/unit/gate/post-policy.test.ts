import { expect, test } from 'vitest';
import { checkPostPolicy } from '../../../infra/local/gate/s3/post-policy.ts';

const now = new Date('2026-03-01T12:00:00Z');
const check = (
  conditions: unknown,
  fields: Record<string, string> = {},
  { size = 5, expiration = '2026-03-01T12:05:00Z' }: { size?: number; expiration?: string } = {},
) => {
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
  return () => checkPostPolicy(policy, { fields: new Map(Object.entries(fields)), size }, now);
};

test('passes a form that meets every condition', () => {
  const conditions = [
    { bucket: 'uploads' },
    ['eq', '$key', 'imports/1'],
    ['starts-with', '$Content-Type', 'text/'],
    ['content-length-range', 5, 5],
  ];
  const fields = { bucket: 'uploads', key: 'imports/1', 'content-type': 'text/csv' };
  expect(check(conditions, { ...fields, 'x-amz-signature': 'x', policy: 'x', 'x-ignore-me': 'x' })).not.toThrow();
});

test.each([
  ['another value', [{ key: 'a' }], { key: 'b' }, {}, 'Policy Condition failed: ["eq","$key","a"]'],
  ['another start', [['starts-with', '$key', 'a/']], { key: 'b/a/' }, {}, 'Policy Condition failed'],
  ['a missing field', [{ acl: 'private' }], {}, {}, 'Policy Condition failed: ["eq","$acl","private"]'],
  ['a field without condition', [], { acl: 'private' }, {}, 'Extra input fields: acl'],
  ['a file too large', [['content-length-range', 0, 4]], {}, {}, 'exceeds the maximum'],
  ['a file too small', [['content-length-range', 6, 9]], {}, {}, 'smaller than the minimum'],
  ['a late post', [], {}, { expiration: '2026-03-01T11:59:59Z' }, 'Policy expired'],
  ['an unknown operator', [['ends-with', '$key', 'x']], {}, {}, 'Invalid Policy'],
] as const)('refuses %s', (_name, conditions, fields, form, message) => {
  expect(check(conditions, fields, form)).toThrow(message);
});

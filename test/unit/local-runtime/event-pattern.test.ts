import { expect, test } from 'vitest';
import { checkPattern, matchesPattern } from '../../../infra/local/events/event-pattern.ts';
import { targetInput } from '../../../infra/local/events/target-input.ts';

const event = {
  source: 'aws.s3',
  'detail-type': 'Object Created',
  resources: ['arn:aws:s3:::uploads'],
  detail: { bucket: { name: 'uploads' }, object: { key: 'imports/a.csv', size: 3 } },
};

test.each([
  [{ source: ['aws.s3'], detail: { bucket: { name: ['other', 'uploads'] } } }],
  [{ resources: ['arn:aws:s3:::uploads'] }],
  [{ detail: { object: { key: [{ prefix: 'imports/' }] } } }],
  [{ detail: { object: { key: [{ suffix: '.csv' }] } } }],
  [{ detail: { object: { key: [{ wildcard: 'imports/*.csv' }] } } }],
  [{ detail: { object: { size: [{ numeric: ['>', 0, '<=', 3] }] } } }],
  [{ detail: { object: { etag: [{ exists: false }], key: [{ exists: true }] } } }],
  [{ source: [{ 'anything-but': ['aws.ec2', { prefix: 'my.' }] }] }],
  [{ source: [{ 'equals-ignore-case': 'AWS.S3' }] }],
  [{ $or: [{ source: ['aws.ec2'] }, { detail: { bucket: { name: ['uploads'] } } }] }],
])('%j matches', (pattern) => {
  expect(matchesPattern(pattern, event)).toBe(true);
});

test.each([
  [{ source: ['aws.ec2'] }],
  [{ detail: { bucket: { owner: ['uploads'] } } }],
  [{ detail: { object: { key: [{ prefix: 'exports/' }] } } }],
  [{ detail: { object: { size: [{ numeric: ['>', 3] }] } } }],
  [{ source: [{ 'anything-but': 'aws.s3' }] }],
  [{ nothing: [{ 'anything-but': 'x' }] }],
])('%j does not match', (pattern) => {
  expect(matchesPattern(pattern, event)).toBe(false);
});

test('an unknown operator is an error, whether or not the event would reach it', () => {
  expect(() => checkPattern({ source: ['x'], detail: { ip: [{ cidr: '10.0.0.0/8' }] } })).toThrow('cidr');
});

test('a target gets the event, a part of it, or a text made of its parts', () => {
  const target = { Id: '1', Arn: 'arn' };
  const InputTransformer = { InputPathsMap: { key: '$.detail.object.key' }, InputTemplate: '{"file": "<key>"}' };

  expect(JSON.parse(targetInput(target, event))).toEqual(event);
  expect(targetInput({ ...target, InputPath: '$.detail.bucket' }, event)).toBe('{"name":"uploads"}');
  expect(targetInput({ ...target, InputTransformer }, event)).toBe('{"file": "imports/a.csv"}');
  expect(targetInput({ ...target, Input: '{}' }, event)).toBe('{}');
});

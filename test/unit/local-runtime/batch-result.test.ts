import { expect, test } from 'vitest';
import { failedMessages } from '../../../infra/local/queues/batch-result.ts';

const failed = (result: unknown, reports = true): string[] => [
  ...failedMessages(['a', 'b'], { payload: JSON.stringify(result), memoryMegabytes: 1 }, reports),
];

test('the messages that the function names have failed', () => {
  expect(failed({ batchItemFailures: [{ itemIdentifier: 'b' }] })).toEqual(['b']);
});

test.each([[null], [{}], [{ batchItemFailures: [] }], [{ batchItemFailures: null }]])('%j is a success', (result) => {
  expect(failed(result)).toEqual([]);
});

test.each([
  ['text'],
  [{ batchItemFailures: [{ itemIdentifier: '' }] }],
  [{ batchItemFailures: [{ itemIdentifier: null }] }],
  [{ batchItemFailures: [{ id: 'a' }] }],
  [{ batchItemFailures: [{ itemIdentifier: 'unknown' }] }],
])('%j fails the whole batch', (result) => {
  expect(failed(result)).toEqual(['a', 'b']);
});

test('a run that failed fails the whole batch; without the report any result is a success', () => {
  expect([...failedMessages(['a'], { error: { errorType: 'Error', errorMessage: 'no' } }, true)]).toEqual(['a']);
  expect(failed({ batchItemFailures: [{ itemIdentifier: 'a' }] }, false)).toEqual([]);
});

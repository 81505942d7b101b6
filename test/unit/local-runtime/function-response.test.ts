import { expect, test } from 'vitest';
import { responseOf } from '../../../infra/local/api/function-response.ts';

const shown = (result: unknown) => {
  const { status, headers, body } = responseOf(JSON.stringify(result));
  return [status, headers['content-type'], body.toString()];
};

test('a result without a status code is the body of a 200', () => {
  expect(shown({ a: 1 })).toEqual([200, 'application/json', '{"a":1}']);
  expect(shown('text')).toEqual([200, 'application/json', 'text']);
  expect(shown(null)).toEqual([200, 'application/json', 'null']);
});

test('a result with a status code is a response', () => {
  expect(shown({ statusCode: 404, headers: { 'Content-Type': 'text/html' }, body: '<p>' })).toEqual([
    404,
    'text/html',
    '<p>',
  ]);
  expect(shown({ statusCode: '204' })).toEqual([204, 'text/plain;charset=UTF-8', '']);
});

test.each([[{ statusCode: 'fine' }], [{ statusCode: 200, body: { a: 1 } }], [{ statusCode: 42 }]])(
  'a malformed response is answered 500: %j',
  (result) => {
    expect(shown(result)).toEqual([500, 'application/json', '{"message":"Internal Server Error"}']);
  },
);

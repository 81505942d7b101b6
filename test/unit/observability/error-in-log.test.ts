import { expect, test } from 'vitest';
import { errorInLog, kindInLog } from '../../../lib/observability/error-in-log.ts';

test('an error is logged by name, code, message and stack; one without a code, or something else, as it is', () => {
  const refused = Object.assign(new TypeError('no connection'), { code: 'ECONNREFUSED' });
  expect(errorInLog(refused)).toEqual({
    name: 'TypeError',
    code: 'ECONNREFUSED',
    message: 'no connection',
    stack: refused.stack,
  });
  const plain = Object.assign(new Error('plain'), { code: 7 });
  expect(errorInLog(plain)).toEqual({ name: 'Error', message: 'plain', stack: plain.stack });
  expect(errorInLog('a text')).toBe('a text');
});

test('the kind of an error is its code, else its name, and says nothing of its message', () => {
  expect(kindInLog(Object.assign(new Error('token abc'), { code: 'OAUTH_INVALID_RESPONSE' }))).toBe(
    'OAUTH_INVALID_RESPONSE',
  );
  expect(kindInLog(new RangeError('token abc'))).toBe('RangeError');
  expect(kindInLog('token abc')).toBe('string');
});

import { expect, test } from 'vitest';
import { readableLine } from '../../../infra/local/log/readable-line.ts';

test('a structured log line becomes level, message and its own fields', () => {
  const line = {
    level: 'INFO',
    message: 'request',
    timestamp: '2026',
    service: 'x',
    route: 'GET /a',
    status: 200,
    error: { name: 'E' },
  };
  expect(readableLine(JSON.stringify(line))).toBe('INFO request route=GET /a status=200 error={"name":"E"}');
});

test('a line of metrics shows their values', () => {
  expect(readableLine('{"_aws":{"Timestamp":1},"service":"x","accepted":5}')).toBe('METRICS accepted=5');
});

test('any other line stays as it is', () => {
  expect(readableLine('plain text')).toBe('plain text');
  expect(readableLine('{"a":1}')).toBe('{"a":1}');
  expect(readableLine('{broken')).toBe('{broken');
  expect(readableLine('')).toBe('');
});

import { expect, test } from 'vitest';
import { formOf, shapesOf } from './shape.ts';

const shapeOf = (...values: readonly unknown[]) => shapesOf(values.map((value) => ({ kind: 'it', value }))).it;

test('tells texts, days, instants, numbers, bytes and nothing apart', () => {
  const value = {
    name: 'Ada',
    on: '2026-03-01',
    at: '2026-03-01T10:00:00.000Z',
    count: 1,
    sent: true,
    body: Buffer.of(1),
  };
  expect(shapeOf({ ...value, left: null })).toEqual({
    name: 'text',
    on: 'day',
    at: 'instant',
    count: 'number',
    sent: 'boolean',
    body: 'bytes',
    left: 'null',
  });
});

test('marks what some are without, and what is null in some', () => {
  const shape = shapeOf({ a: 1, b: null, c: null }, { a: 2, b: 3, c: { d: 4 }, e: [] });
  expect(shape).toEqual({ a: 'number', b: 'null | number', 'c | null': { d: 'number' }, 'e?': [] });
});

test('tells pairs from lists, and the elements of a list once', () => {
  expect(shapeOf({ pairs: [[20_514, true]], list: [1, 2, 'three'], things: [{ a: 1 }, { b: 2 }] })).toEqual({
    pairs: [['number', 'boolean']],
    list: ['number | text'],
    things: [{ 'a?': 'number', 'b?': 'number' }],
  });
});

test('keys that are data stand for all of their kind', () => {
  expect(shapeOf({ exchange: 1, teams: 2 })).toEqual({ '{workload}': 'number' });
  expect(formOf('export#10000000-0000-4000-8000-000000000001')).toBe('export#{uuid}');
  expect(formOf('customer#contoso')).toBe('customer#{customer}');
  expect(formOf('seat-totals#graph.subscribedSkus')).toBe('seat-totals#{source}');
});

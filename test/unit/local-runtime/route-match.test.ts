import { expect, test } from 'vitest';
import { matchRoute, parseRouteKey } from '../../../infra/local/api/route-match.ts';

const ROUTES = [
  '$default',
  'ANY /pets/{proxy+}',
  'GET /pets/{id}',
  'GET /pets/mine',
  'ANY /pets/{id}',
  'GET /pets/{id}/toys/{toy}',
  'POST /pets',
].map(parseRouteKey);

const chosen = (method: string, path: string): string | undefined => matchRoute(ROUTES, method, path)?.route.key;

test.each([
  ['GET', '/pets/mine', 'GET /pets/mine'],
  ['GET', '/pets/7', 'GET /pets/{id}'],
  ['PUT', '/pets/mine', 'ANY /pets/{id}'],
  ['GET', '/pets/7/toys/ball', 'GET /pets/{id}/toys/{toy}'],
  ['GET', '/pets/7/toys', 'ANY /pets/{proxy+}'],
  ['POST', '/pets', 'POST /pets'],
  ['GET', '/pets', '$default'],
  ['GET', '/pets/', '$default'],
  ['HEAD', '/pets/mine', 'ANY /pets/{id}'],
  ['GET', '/', '$default'],
])('%s %s goes to %s', (method, path, key) => {
  expect(chosen(method, path)).toBe(key);
});

test('path parameters are decoded; a greedy one holds the rest of the path', () => {
  expect(matchRoute(ROUTES, 'GET', '/pets/a%2Fb')?.pathParameters).toEqual({ id: 'a/b' });
  expect(matchRoute(ROUTES, 'DELETE', '/pets/7/toys/a%20b')?.pathParameters).toEqual({ proxy: '7/toys/a b' });
});

test('without a default route a request may have none', () => {
  expect(matchRoute([parseRouteKey('GET /a')], 'POST', '/a')).toBeUndefined();
});

test.each(['/pets', 'GET pets', 'GET /pets extra'])('"%s" is no route key', (key) => {
  expect(() => parseRouteKey(key)).toThrow('is not a route key');
});

import { decode, encode } from '@jridgewell/sourcemap-codec';
import { expect, test } from 'vitest';
import { ownSourceMap } from '../../../infra/bundling/own-source-map.ts';

const whole = {
  version: 3,
  sources: [
    '../../../node_modules/zod/index.js',
    '../../../lib/time/day.ts',
    '../../../functions/authorize/handler.ts',
  ],
  names: ['object', 'parseDay', 'handler'],
  mappings: encode([
    [
      [0, 0, 9, 9, 0],
      [5, 0, 9, 12],
      [20, 1, 3, 2, 1],
      [30, 1, 3, 8],
      [40, 0, 1, 1, 0],
      [50, 0, 2, 2],
    ],
    [[0, 2, 7, 0, 2]],
    [],
  ]),
};

test('of a source map only the files of the project are left, by their paths, each place where it was', () => {
  const { version, sources, names, mappings } = JSON.parse(ownSourceMap(JSON.stringify(whole)));
  expect({ version, sources, names }).toEqual({
    version: 3,
    sources: ['lib/time/day.ts', 'functions/authorize/handler.ts'],
    names: ['parseDay', 'handler'],
  });
  expect(decode(mappings)).toEqual([
    [
      [20, 0, 3, 2, 0],
      [30, 0, 3, 8],
      [40], // from here on nobody's of the project, or an error there would be said to be of line 3
    ],
    [[0, 1, 7, 0, 1]],
    [],
  ]);
});

test('a map of another version is refused', () => {
  expect(() => ownSourceMap(JSON.stringify({ ...whole, version: 4 }))).toThrow();
});

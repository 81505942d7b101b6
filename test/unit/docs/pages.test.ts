import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { shellBlocksIn } from '../../steps/shell-blocks.ts';
import { anchorsOf } from './headings.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'infra/local/README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
].filter((page) => existsSync(join(ROOT, page)));

const CODE = /^ *(`{3,})[\s\S]*?^ *\1$|`[^`\n]*`/gmu;

/** Where a page's links and pictures lead to within the project, as they are written. */
const linksOf = (page: string): string[] =>
  [
    ...read(page)
      .replaceAll(CODE, '')
      .matchAll(/\]\(([^)\s]+)\)/gu),
  ]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/u.test(target));

/** Whether the link leads to a file or folder, and to a heading where it names one. */
const leadsSomewhere = (page: string, link: string): boolean => {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  return existsSync(join(ROOT, target)) && (anchor === undefined || anchorsOf(read(target)).includes(anchor));
};

test.each(PAGES)('every link of %s leads somewhere', (page) => {
  expect(linksOf(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
});

test('the README has at most 130 lines', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(130);
});

test("the README's picture of the parts has every function", () => {
  const [, parts = ''] = /^## How the parts fit\n([\s\S]*?)^## /mu.exec(read('README.md')) ?? [];
  const named = parts.match(/\b[a-z]+(?:-[a-z]+)+\b|\bauthorize\b|\bdashboard\b/gu) ?? [];
  expect([...new Set(named)].sort()).toEqual(readdirSync(join(ROOT, 'functions')).sort());
});

test.each(['README.md', 'docs/using-the-api.md', 'docs/command-line.md'])(
  'the shell blocks of %s are pasted by a test, or setup',
  (page) => {
    const others = shellBlocksIn(read(page)).filter(({ info }) => info !== 'sh' && info !== 'sh setup');
    expect(others.map(({ place, info }) => `${place}: ${info}`)).toEqual([]);
  },
);

const PLACE = /`((?:lib|functions|infra|test|docs|bench)\/[\w./-]*)`/gu;

test.each(['docs/architecture.md', 'CONTRIBUTING.md'])('every file that %s names is there', (page) => {
  const named = [...read(page).matchAll(PLACE)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test.each([
  ['docs/architecture.md', 190],
  ['CONTRIBUTING.md', 80],
  ['infra/local/README.md', 72],
])('%s has at most %s lines', (page, most) => {
  expect(read(page).trimEnd().split('\n').length).toBeLessThanOrEqual(most);
});

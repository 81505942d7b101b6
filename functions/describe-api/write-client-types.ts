import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLIENT_TYPES, clientDocument, stamped } from './client-types.ts';

/*
 * openapi-typescript prints types by the programming interface of TypeScript 5, which TypeScript 7 does not have (issue
 * 2841 of openapi-ts/openapi-typescript). npm brings both for this one command, so that no installation of the project
 * holds a second compiler; what they write is checked in, and read like any other change.
 */
const PACKAGES = ['openapi-typescript@7.13.0', 'typescript@5.9.3'];

const ROOT = join(import.meta.dirname, '..', '..');

/** Writes the client's types anew, in the project's one format. Throws what a command says that fails. */
const writeClientTypes = (): void => {
  const folder = mkdtempSync(join(tmpdir(), 'seatpulse-client-'));
  try {
    const [from, to] = [join(folder, 'openapi.json'), join(folder, 'api.ts')];
    const document = clientDocument();
    writeFileSync(from, document);
    const packages = PACKAGES.map((name) => `--package=${name}`);
    run('npm', ['exec', '--yes', ...packages, '--', 'openapi-typescript', from, '--output', to]);
    run('npm', ['exec', '--', 'biome', 'format', '--write', '--vcs-enabled=false', to]);
    writeFileSync(join(ROOT, CLIENT_TYPES), stamped(document, readFileSync(to, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const run = (command: string, args: readonly string[]): void => {
  const shell = process.platform === 'win32'; // npm is a command file there
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', shell });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? `${stdout}${stderr}`}`);
};

writeClientTypes();

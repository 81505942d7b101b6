import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the cloud assembly of each stage is: what `cdk synth` writes. */
    readonly synth: Readonly<Record<'dev' | 'prod', string>>;
  }
}

const ROOT = join(import.meta.dirname, '..');
const SYNTH = join(ROOT, '.build', 'synth');
/** An owner's settings are no matter of tests: `dev` is made as for the local runtime. */
const SETTINGS = { dev: join('infra', 'local-settings.ts'), prod: join('test', 'fixtures', 'prod-settings.ts') };
/** All that the assembly is made of. */
const SOURCES = ['functions', 'infra', 'lib', 'cdk.json', 'package-lock.json', SETTINGS.prod];
/** What runs or looks after an assembly is no part of it. */
const NOT_SOURCES = ['local', 'operate'].map((folder) => join(ROOT, 'infra', folder));
/** Older assemblies that are kept, for runs that still read them. */
const KEPT = 6;

/** Synthesizes both stages unless that was done before from the very same files, and tells the tests where they are. */
export const setup = (project: TestProject): void => {
  const version = versionOfSources();
  project.provide('synth', { dev: synthesize('dev', version), prod: synthesize('prod', version) });
  forgetOld();
};

const synthesize = (stage: keyof typeof SETTINGS, version: string): string => {
  const assembly = join(SYNTH, `${stage}-${version}`);
  if (existsSync(assembly)) return assembly;
  mkdirSync(SYNTH, { recursive: true });
  const unfinished = `${assembly}.${process.pid}`;
  execFileSync(process.execPath, [join(ROOT, 'infra', 'app.ts')], {
    cwd: ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: unfinished,
      CDK_CONTEXT_JSON: JSON.stringify({ stage, settings: SETTINGS[stage] }),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    renameSync(unfinished, assembly);
  } catch (error) {
    if (!existsSync(assembly)) throw error;
    rmSync(unfinished, { recursive: true, force: true }); // another run was faster
  }
  return assembly;
};

const versionOfSources = (): string => {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesBelow))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(ROOT, file)));
  return hash.digest('hex').slice(0, 16);
};

const filesBelow = (path: string): string[] =>
  statSync(join(ROOT, path)).isDirectory()
    ? readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !NOT_SOURCES.some((folder) => entry.parentPath.startsWith(folder)))
        .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
        .sort()
    : [path];

const forgetOld = (): void => {
  const newestFirst = readdirSync(SYNTH)
    .map((name) => join(SYNTH, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const assembly of newestFirst.slice(KEPT)) rmSync(assembly, { recursive: true, force: true });
};

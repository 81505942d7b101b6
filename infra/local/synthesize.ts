import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './local-files.ts';

/** Apart from where `cdk synth` writes: that may be made with the settings of a deployment. */
export const ASSEMBLY = join(ROOT, '.local', 'cdk.out');
export const STACK = 'Seatpulse-dev';
/** What runs here is the same on every machine. */
const SETTINGS = join('infra', 'local-settings.ts');

/** What the assembly is made of. The runtime itself and the commands for deployed stages are not. */
const SOURCES = ['functions', 'lib', 'infra', 'cdk.json', 'package-lock.json'];
const NOT_SOURCES = new Set(['local', 'operate'].map((folder) => join(ROOT, 'infra', folder)));

/** Synthesizes the dev stage, unless that was done since the sources last changed. Returns whether it did. Throws when it fails. */
export const synthesizeIfNeeded = async (): Promise<boolean> => {
  const [synthesized, changed] = await Promise.all([lastSynth(), newest(SOURCES.map((source) => join(ROOT, source)))]);
  if (synthesized > changed) return false;
  const synth = spawn(process.execPath, [join(ROOT, 'infra', 'app.ts')], {
    cwd: ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: ASSEMBLY,
      CDK_CONTEXT_JSON: JSON.stringify({ stage: 'dev', settings: SETTINGS }),
      CDK_VALIDATION: 'false', // of its own template: that belongs to CI and takes seconds
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(synth, 'exit');
  if (code !== 0) throw new Error('The stack does not synthesize; the reason stands above.');
  return true;
};

/** When the dev stage was last synthesized, in milliseconds since the epoch; 0 for never. */
const lastSynth = async (): Promise<number> => {
  const manifest = join(ASSEMBLY, 'manifest.json');
  try {
    const written = await readFile(manifest, 'utf8');
    return written.includes(`"${STACK}"`) ? (await stat(manifest)).mtimeMs : 0;
  } catch {
    return 0;
  }
};

/** The latest change of the files and of the folders (in which files may have been deleted). */
const newest = async (paths: readonly string[]): Promise<number> => {
  const times = await Promise.all(
    paths.map(async (path) => {
      if (NOT_SOURCES.has(path)) return 0;
      const found = await stat(path);
      if (!found.isDirectory()) return found.mtimeMs;
      const entries = await readdir(path);
      return Math.max(found.mtimeMs, await newest(entries.map((entry) => join(path, entry))));
    }),
  );
  return Math.max(0, ...times);
};

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { Bench } from './frame/bench.ts';
import { report } from './frame/report.ts';

/*
 * Runs the benches that are named on the command line, all of them when none is: each `<name>/bench.ts` here, which is given
 * the options (`--users=100000`) and whose table is printed, and each `<name>.bench.tsx`, which is bundled and prints itself.
 */
const OUT = join(import.meta.dirname, '..', '.build', 'bench');

const { positionals: wanted, tokens } = parseArgs({ allowPositionals: true, strict: false, tokens: true });
const options = new Map(
  tokens.flatMap((token) => (token.kind === 'option' ? [[token.name, token.value ?? ''] as const] : [])),
);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

const entries = readdirSync(import.meta.dirname);
const folders = entries.filter((name) => isWanted(name) && existsSync(join(import.meta.dirname, name, 'bench.ts')));
const pages = entries.flatMap((file) => /^(.+)\.bench\.tsx$/u.exec(file)?.[1] ?? []).filter(isWanted);
if (folders.length + pages.length === 0) throw new Error(`There is no bench ${wanted.join(', ')}.`);

for (const name of folders) {
  // What each of these modules exports is typed where it is written.
  const { bench } = (await import(join(import.meta.dirname, name, 'bench.ts'))) as { bench: Bench };
  report(name, bench, await bench.run(options));
}

await build({
  entryPoints: pages.map((name) => join(import.meta.dirname, `${name}.bench.tsx`)),
  outdir: OUT,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
for (const name of pages) await import(join(OUT, `${name}.bench.mjs`));

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const OUT = join(import.meta.dirname, '..', '.build', 'bench');

/**
 * Runs every bench here, or those named on the command line (`portfolio-page`): a `*.bench.ts` as it is, a `*.bench.tsx`, which
 * draws pages, bundled.
 */
const wanted = process.argv.slice(2);
const named = (pattern: RegExp): string[] =>
  readdirSync(import.meta.dirname)
    .flatMap((file) => pattern.exec(file)?.[1] ?? [])
    .filter((name) => wanted.length === 0 || wanted.includes(name));
const names = named(/^(.+)\.bench\.tsx$/u);
const plain = named(/^(.+)\.bench\.ts$/u);
if (names.length + plain.length === 0) throw new Error(`There is no bench ${wanted.join(', ')}.`);

await build({
  entryPoints: names.map((name) => join(import.meta.dirname, `${name}.bench.tsx`)),
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
for (const name of plain) await import(`./${name}.bench.ts`);
for (const name of names) await import(join(OUT, `${name}.bench.mjs`));

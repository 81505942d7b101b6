import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const OUT = join(import.meta.dirname, '..', '.build', 'bench');

/** Bundles and runs every `*.bench.tsx` here, or those named on the command line (`portfolio-page`). */
const wanted = process.argv.slice(2);
const names = readdirSync(import.meta.dirname)
  .flatMap((file) => /^(.+)\.bench\.tsx$/u.exec(file)?.[1] ?? [])
  .filter((name) => wanted.length === 0 || wanted.includes(name));
if (names.length === 0) throw new Error(`There is no bench ${wanted.join(', ')}.`);

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
for (const name of names) await import(join(OUT, `${name}.bench.mjs`));

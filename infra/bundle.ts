import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { environmentCredentials } from './bundling/environment-credentials.ts';
import { ownSourceMap } from './bundling/own-source-map.ts';
import { explanationsOfFigures } from './explanations.ts';
import { thirdPartyNotices } from './supply-chain/third-party-notices.ts';

const ROOT = join(import.meta.dirname, '..');
const FUNCTIONS = join(ROOT, 'functions');
const BUNDLES = join(ROOT, '.build', 'functions');
const NOTICES = 'THIRD-PARTY-NOTICES.txt';

/**
 * How a function is bundled: with all it imports, the AWS SDK included, so that what is tested is what is deployed.
 *
 * CommonJS, because importing a Node.js built-in from an ES module costs about 40 ms at each cold start.
 */
export const FOR_LAMBDA = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  minify: true,
  charset: 'utf8',
  legalComments: 'none', // the notices lie beside the code, where no cold start reads them
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.json': 'json' },
  logLevel: 'error',
} as const satisfies BuildOptions;

/** What runs a bundle so that stack traces in the log name the lines of its sources. */
export const NODE_OPTIONS_OF_BUNDLES = '--enable-source-maps';

/**
 * Bundles every function. Returns the folder of each function's bundle, by the function's name. Beside the code lie the
 * source map of the project's own files and the licences of the packages in it. Throws when a function does not bundle.
 */
export const bundleFunctions = async (): Promise<ReadonlyMap<string, string>> => {
  const names = readdirSync(FUNCTIONS).filter((name) => existsSync(join(FUNCTIONS, name, 'handler.ts')));
  const { metafile } = await build({
    ...FOR_LAMBDA,
    metafile: true,
    entryPoints: names.map((name) => ({ in: join(FUNCTIONS, name, 'handler.ts'), out: join(name, 'index') })),
    outdir: BUNDLES,
    outExtension: { '.js': '.cjs' },
    sourcemap: true,
    sourcesContent: false,
    plugins: [environmentCredentials],
  });
  for (const [path, { inputs }] of Object.entries(metafile.outputs)) {
    const file = join(ROOT, path);
    if (file.endsWith('.map')) writeFileSync(file, ownSourceMap(readFileSync(file, 'utf8')));
    else writeFileSync(join(dirname(file), NOTICES), thirdPartyNotices(ROOT, filesIn(inputs)));
  }
  await bundleForBrowsers(names.filter((name) => existsSync(join(FUNCTIONS, name, 'browser'))));
  writeFileSync(join(BUNDLES, 'dashboard', 'assets', 'figures.html'), explanationsOfFigures());
  return new Map(names.map((name) => [name, join(BUNDLES, name)]));
};

/** The files of which anything is in a bundle; the others were only looked at. */
const filesIn = (inputs: Metafile['outputs'][string]['inputs']): string[] =>
  Object.entries(inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);

/** What a function's pages load, each `browser/app.ts` and `browser/styles.css`, into `assets` beside the function's code. */
const bundleForBrowsers = async (names: readonly string[]): Promise<void> => {
  await build({
    absWorkingDir: ROOT,
    entryPoints: names.flatMap((name) =>
      ['app.ts', 'styles.css'].map((file) => ({
        in: join(FUNCTIONS, name, 'browser', file),
        out: join(name, 'assets', parse(file).name),
      })),
    ),
    outdir: BUNDLES,
    bundle: true,
    platform: 'browser',
    target: ['chrome120', 'firefox120', 'safari17'],
    format: 'iife',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
  });
};

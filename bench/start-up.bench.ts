import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { bundleFunctions, FOR_LAMBDA, NODE_OPTIONS_OF_BUNDLES } from '../infra/bundle.ts';

/*
 * What each function's bundle weighs and takes to import, against a bare one: what the function's files import of the AWS SDK
 * and its clients made, nothing else, bundled and minified in the same way, as the SDK comes. Fresh processes in turn, ours with the options that
 * Lambda gives it; medians of the processor's time, which a busy machine stretches less than the clock's. Prints the ratios
 * first, and writes all of it to `.build/bench/start-up.json`.
 */
const ROUNDS = 9;
const LEFT_OUT = `Left out: Node.js' own start, Lambda's download and its slower processor (the ratios hold there, the milliseconds do
not), the first connection to each service, and what a first request compiles.`;

const OUT = join(import.meta.dirname, '..', '.build', 'bench');
const ROOT = join(import.meta.dirname, '..');

const SDK_IMPORT = /^import \{([^}]*)\} from '(@aws-sdk\/[^']+)';$/gmu;
/** A client of one service, as the functions make it when they start; the document client is made from one. */
const CLIENT = /(?!DynamoDBDocument)\b\w+Client\b/u;
const sourceMap = z.object({ sources: z.array(z.string()) });

/** What the files of a bundle import of the SDK, as a module that exports just that and makes its clients. */
const bareModule = (folder: string): string => {
  const { sources } = sourceMap.parse(JSON.parse(readFileSync(join(folder, 'index.cjs.map'), 'utf8')));
  const imported = sources.flatMap((source) =>
    [...readFileSync(join(ROOT, source), 'utf8').matchAll(SDK_IMPORT)].flatMap(([, names = '', from = '']) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '))
        .map((name) => `export { ${name} } from '${from}';`),
    ),
  );
  const exported = [...new Set(imported)];
  const clients = exported.flatMap((line) => CLIENT.exec(line)?.[0] ?? []);
  const making = clients.map((client) => `new ${client}({});`);
  return [...exported, ...exported.map((line) => line.replace('export', 'import')), ...making].join('\n');
};

/** Values that one or another of the functions' schemas takes: what is imported reads its environment, and calls nobody. */
const VALUES = ['https://bench.example/', 'bench@bench.example', '1'];
const environmentOf = async (name: string): Promise<Record<string, string>> => {
  const { env } = (await import(`../functions/${name}/env.ts`)) as { env: z.ZodObject }; // what every env.ts exports
  const variables = Object.entries(env.shape).map(([variable, schema]) => {
    const value = VALUES.find((one) => z.safeParse(schema, one).success);
    if (value === undefined) throw new Error(`${name} takes none of the bench's values as ${variable}`);
    return [variable, value] as const;
  });
  return { ...Object.fromEntries(variables), AWS_REGION: 'eu-west-1' };
};

const IMPORT = `
const before = process.cpuUsage();
require(process.argv[1]);
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / 1000));
process.exit();`;

/** Imports a file in a process of its own; returns what that took of the processor, in milliseconds. */
const importOnce = (file: string, options: string, variables: Record<string, string>): number => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...options.split(' '), '-e', IMPORT, file], {
    cwd: dirname(file), // a function starts in the folder of its code
    env: variables,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${file} cannot be imported: ${stderr.slice(-2_000)}`);
  return Number(stdout);
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const measure = async (name: string, folder: string) => {
  const ours = join(folder, 'index.cjs');
  const bare = join(OUT, 'bare', `${name}.cjs`);
  await build({ ...FOR_LAMBDA, outfile: bare, stdin: { contents: bareModule(folder), resolveDir: ROOT } });
  const variables = await environmentOf(name);
  const took: { readonly ours: number; readonly bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    took.push({
      ours: importOnce(ours, NODE_OPTIONS_OF_BUNDLES, variables),
      bare: importOnce(bare, '--no-warnings', variables),
    });
  const of = (file: string, milliseconds: readonly number[]) => ({
    kB: statSync(file).size / 1_000,
    milliseconds: median(milliseconds),
  });
  return {
    function: name,
    ours: of(
      ours,
      took.map((one) => one.ours),
    ),
    bare: of(
      bare,
      took.map((one) => one.bare),
    ),
  };
};

mkdirSync(OUT, { recursive: true });
process.stdout.write(`size | import, times the bare bundle's (medians of ${ROUNDS})\n`);
const measured: Awaited<ReturnType<typeof measure>>[] = [];
for (const [name, folder] of await bundleFunctions()) {
  const one = await measure(name, folder);
  measured.push(one);
  const { ours, bare } = one;
  process.stdout.write(
    `${(ours.kB / bare.kB).toFixed(2)} | ${(ours.milliseconds / bare.milliseconds).toFixed(2)}  ${name}: ${ours.kB.toFixed(0)} kB (bare ${bare.kB.toFixed(0)}), ${ours.milliseconds.toFixed(0)} ms (bare ${bare.milliseconds.toFixed(0)})\n`,
  );
}
process.stdout.write(`${LEFT_OUT}\n`);
writeFileSync(join(OUT, 'start-up.json'), JSON.stringify({ rounds: ROUNDS, measured }, null, 2));

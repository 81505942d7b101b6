import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { bundleFunctions, FOR_LAMBDA, NODE_OPTIONS_OF_BUNDLES } from '../../infra/bundle.ts';
import type { Bench, Row } from '../frame/bench.ts';
import { inTurn, median } from '../frame/in-turn.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const OUT = join(ROOT, '.build', 'bench', 'bare');

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
        .map((name) => `${name} } from '${from}';`),
    ),
  );
  // Two packages may each have a command of one name.
  const members = [...new Set(imported)].map((member, at) => ({ member, alias: `_${at}` }));
  return members
    .flatMap(({ member, alias }) => {
      const aliased = member.replace(' }', ` as ${alias} }`);
      const made = CLIENT.test(member.slice(0, member.indexOf(' '))) ? [`new ${alias}({});`] : [];
      return [`export { ${aliased}`, `import { ${aliased}`, ...made];
    })
    .join('\n');
};

/** Values that one or another of the functions' schemas takes: what is imported reads its environment, and calls nobody. */
const VALUES = ['https://bench.example/', 'bench@bench.example', '1'];
const environmentOf = async (name: string): Promise<Record<string, string>> => {
  const { env } = (await import(`../../functions/${name}/env.ts`)) as { env: z.ZodObject }; // what every env.ts exports
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

/** What a bundle weighs, in kB, and takes to import, in milliseconds of the processor. */
interface Weighed {
  readonly kilobytes: number;
  readonly milliseconds: number;
}

const measure = async (name: string, folder: string, rounds: number): Promise<Record<'ours' | 'bare', Weighed>> => {
  const ours = join(folder, 'index.cjs');
  const bare = join(OUT, `${name}.cjs`);
  await build({ ...FOR_LAMBDA, outfile: bare, stdin: { contents: bareModule(folder), resolveDir: ROOT } });
  const variables = await environmentOf(name);
  const took = await inTurn(rounds, {
    ours: async () => importOnce(ours, NODE_OPTIONS_OF_BUNDLES, variables),
    bare: async () => importOnce(bare, '--no-warnings', variables),
  });
  const weighed = (file: string, milliseconds: readonly number[]): Weighed => {
    return { kilobytes: statSync(file).size / 1000, milliseconds: median(milliseconds) };
  };
  return { ours: weighed(ours, took.ours), bare: weighed(bare, took.bare) };
};

/** `npm run bench -- start-up [--rounds=9] [--function=dashboard]`. */
export const bench: Bench = {
  measures:
    "what each function's bundle weighs and takes to import, against what its files import of the AWS SDK, and its clients, alone; fresh processes in turn, with the options that Lambda gives ours; CPU time",
  leavesOut: [
    "Node.js' own start",
    "Lambda's download and its slower processor: the ratios hold there, the milliseconds do not",
    'the first connection to each service, and what a first request compiles',
  ],
  run: async (options) => {
    const [rounds, only] = [Number(options.get('rounds') ?? 9), options.get('function')];
    mkdirSync(OUT, { recursive: true });
    const rows: Row[] = [];
    const details = [];
    for (const [name, folder] of await bundleFunctions()) {
      if (only !== undefined && name !== only) continue;
      const { ours, bare } = await measure(name, folder, rounds);
      details.push({ name, ours, bare });
      rows.push({
        function: name,
        'size, of bare': `${(ours.kilobytes / bare.kilobytes).toFixed(2)}×`,
        'import, of bare': `${(ours.milliseconds / bare.milliseconds).toFixed(2)}×`,
        size: `${ours.kilobytes.toFixed(0)} kB`,
        import: `${ours.milliseconds.toFixed(0)} ms`,
      });
    }
    return { rows, details };
  },
};

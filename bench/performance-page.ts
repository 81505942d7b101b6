import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { RESULTS, tableOf } from './frame/report.ts';

/* Makes docs/performance.md of what the benches wrote down last: `node bench/performance-page.ts`. */

const written = z.object({
  name: z.string(),
  measures: z.string(),
  leavesOut: z.array(z.string()),
  machine: z.object({ node: z.string(), cpus: z.number(), model: z.string().optional() }),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number()]))),
});

const HEAD = `# Performance

Made of what \`npm run bench\` wrote down, by \`node bench/performance-page.ts\`: not to be edited. Each bench runs ours and the
alternative in turn, so that what else the machine does hits both alike; the ratios are what to read. Nothing of it is asserted by a
test, but for the bytes of a bundle.
`;

const found = readdirSync(RESULTS)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => written.parse(JSON.parse(readFileSync(join(RESULTS, file), 'utf8'))));
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const sections = found.map(({ name, measures, leavesOut, machine, rows }) =>
  [
    `## ${capital(name)}`,
    `${capital(measures)}. Node.js ${machine.node.slice(1)}, ${machine.cpus} processors (${machine.model ?? 'unknown'}).`,
    tableOf(rows),
    `Left out:\n${leavesOut.map((one) => `- ${one}`).join('\n')}`,
  ].join('\n\n'),
);
writeFileSync(
  join(import.meta.dirname, '..', 'docs', 'performance.md'),
  `${[HEAD.trimEnd(), ...sections].join('\n\n')}\n`,
);

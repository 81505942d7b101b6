import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClock } from '../../infra/local/clock.ts';
import { ROOT } from '../../infra/local/local-files.ts';
import { startRuntime } from '../../infra/local/runtime.ts';
import { ASSEMBLY, STACK, synthesizeIfNeeded } from '../../infra/local/synthesize.ts';
import { createClient } from './clients.ts';
import { disturb } from './disturb.ts';
import { killAtEachCall } from './kill-at-each-call.ts';
import { recount } from './recount.ts';
import { reliabilityPage } from './reliability-page.ts';
import { seeded } from './seeded.ts';
import { prepare, workAsClients, workOfEach } from './work.ts';

/**
 * `npm run torture -- [--seed 1] [--clients 30] [--rounds 10] [--write]`: many clients at once on the synthesized stack, whose
 * functions lose answers, fail and are killed; then everything is counted again. Exits with 1 when anything was lost, done
 * twice or is stuck. `--write` makes docs/reliability.md of it.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    clients: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '10' },
    write: { type: 'boolean', default: false },
  },
});
const [seed, clients, rounds] = [values.seed, values.clients, values.rounds].map(Number) as [number, number, number]; // three texts
const SHARE = 0.2;
const KILLS_PER_CALL = 0.002;

await synthesizeIfNeeded();
const runtime = await startRuntime({
  assembly: ASSEMBLY,
  stack: STACK,
  clock: createClock(new Date('2026-03-10T09:00:00Z')),
  readsLate: true,
});
const startedAt = performance.now();
try {
  const operator = createClient(runtime.api, await runtime.issueToken({ subject: 'operator' }));
  const place = await prepare(operator);
  const partner = createClient(runtime.api, await runtime.issueToken({ subject: place.subject }));
  const random = seeded(seed);
  const { counted, stop } = disturb(runtime, { share: SHARE, killsPerCall: KILLS_PER_CALL, random });
  const done = await workAsClients({ client: partner, place, clients, rounds, random, now: runtime.clock.now() });
  await runtime.idle();
  stop();
  await runtime.idle();
  const eachWork = workOfEach({ client: partner, place, random, done });
  const killedAtEachCall = await killAtEachCall(runtime, eachWork, (name, calls) =>
    process.stderr.write(`${name}: killed at each of ${calls} calls\n`),
  );
  const found = await recount(runtime, partner, place, done);
  const figures = { seed, clients, rounds, ...counted, killedAtEachCall, retries: partner.retries(), ...found };
  process.stdout.write(
    `${JSON.stringify({ ...figures, seconds: Math.round((performance.now() - startedAt) / 1000) })}\n`,
  );
  if (values.write) await writeFile(join(ROOT, 'docs', 'reliability.md'), reliabilityPage(figures, SHARE));
  if (found.lost + found.twice + found.stuck + found.wrong > 0) process.exitCode = 1;
} finally {
  await runtime.stop();
}

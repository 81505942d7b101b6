import { parseArgs } from 'node:util';
import { createClock } from '../../infra/local/clock.ts';
import { SHOWN_PARTNER, showSources } from '../../infra/local/microsoft/show-sources.ts';
import { startMicrosoft } from '../../infra/local/microsoft/start-microsoft.ts';
import { type Tenant, tenantOf } from '../../infra/local/microsoft/tenants/tenant.ts';
import { trueSeats } from '../../infra/local/microsoft/tenants/truth.ts';
import { startRuntime } from '../../infra/local/runtime.ts';
import { createApiClient } from '../../infra/local/sample/api-client.ts';
import { subjectOf } from '../../infra/local/sample/partners.ts';
import { ASSEMBLY, STACK, synthesizeIfNeeded } from '../../infra/local/synthesize.ts';
import { type Client, createClient } from './clients.ts';
import { type Seeded, seeded } from './seeded.ts';

/**
 * `npm run tenants -- [--tenants 1000] [--seed 1]`: a partner with so many tenants of 20 to 50 people connects Microsoft, on the
 * synthesized stack, while the stand-in allows no more calls than Microsoft does. The clock moves to wherever something is
 * waited for. Prints after how many minutes of that clock everything but past days was there, and then those too; what was
 * called; and how the sources stand. Exits with 1 when a call was refused over a budget, or seats are not those that are true.
 */
const { values } = parseArgs({
  options: { tenants: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const MINUTE = 60_000;
/** Of so many tenants one conceals names, and one has not consented. */
const ODD_ONE_IN = 25;
const FIRST_MORNING = new Date('2026-03-10T09:00:00Z');

const between = ({ next }: Seeded, from: number, to: number): number => from + Math.floor(next() * (to - from + 1));

const madeUp = (at: number, random: Seeded): Tenant => {
  const users = between(random, 20, 50);
  const assigned = between(random, 15, users);
  return tenantOf(`Tenant ${String(at).padStart(4, '0')}`, {
    users,
    plans: [{ partNumber: 'SPB', sold: assigned + between(random, 0, 10), assigned }],
    concealed: at % ODD_ONE_IN === 1,
    ...(at % ODD_ONE_IN === 2 ? { consented: null } : {}),
  });
};

interface SourcePage {
  readonly sources: readonly { readonly state: string }[];
  readonly cursor?: string;
}

const statesOf = async (client: Client): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  let cursor: string | undefined;
  do {
    const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: SourcePage = await client.ask(`GET /v1/sources?limit=100${after}`);
    for (const { state } of page.sources) counts[state] = (counts[state] ?? 0) + 1;
    ({ cursor } = page);
  } while (cursor !== undefined);
  return counts;
};

await synthesizeIfNeeded();
const random = seeded(Number(values.seed));
const tenants = Array.from({ length: Number(values.tenants) }, (_, at) => madeUp(at, random));
const clock = createClock(FIRST_MORNING);
const runtime = await startRuntime({ assembly: ASSEMBLY, stack: STACK, clock });
const microsoft = await startMicrosoft({ now: clock.now, tenants });
const startedAt = performance.now();
try {
  const began = clock.now().getTime();
  await showSources(createApiClient(runtime.api, await runtime.issueToken({ subject: 'operator' })), microsoft);
  await runtime.idle({ moveClock: true });
  const calls = microsoft.calls();
  const minutesUntil = (which: typeof calls): number =>
    Math.ceil(Math.max(0, ...which.map(({ at }) => at.getTime() - began)) / MINUTE);
  const ofPastDay = ({ path }: (typeof calls)[number]): boolean => path.includes('(date=');
  const client = createClient(runtime.api, await runtime.issueToken({ subject: subjectOf(SHOWN_PARTNER.partnerId) }));
  await client.ask('POST /v1/recalculations', {});
  await runtime.idle();
  const { totals, pending } = await client.ask<{
    totals: { customers: number; sold: number; usagePercent: number | null };
    pending: number;
  }>('GET /v1/portfolio?limit=1');
  const trueSold = tenants
    .filter(({ consented }) => consented !== null)
    .flatMap(trueSeats)
    .reduce((sum, { sold }) => sum + sold, 0);
  const refused = microsoft.refused();
  const byRoute = Object.groupBy(calls, ({ route = 'unknown' }) => route);
  process.stdout.write(
    `${JSON.stringify({
      tenants: tenants.length,
      minutesUntilAllButPastDays: minutesUntil(
        calls.filter((one) => one.route !== 'token' && one.route !== 'download' && !ofPastDay(one)),
      ),
      minutesUntilAll: minutesUntil(calls),
      calls: Object.fromEntries(Object.entries(byRoute).map(([route, some = []]) => [route, some.length])),
      refused,
      states: await statesOf(client),
      customers: totals.customers,
      usagePercent: totals.usagePercent,
      pending,
      sold: totals.sold,
      trueSold,
      seconds: Math.round((performance.now() - startedAt) / 1000),
    })}\n`,
  );
  const overBudget = Object.values(refused).reduce((sum, count) => sum + count, 0);
  if (overBudget > 0 || pending > 0 || totals.sold !== trueSold) process.exitCode = 1;
} finally {
  await runtime.stop();
  await microsoft.stop();
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Tenant, tenantOf } from '../../../infra/local/microsoft/tenants/tenant.ts';
import { type StandIn, startStandIn } from './stand-in-under-test.ts';

const REPORT = 'graph.teamsUserActivityUserDetail';
const FIVE_GIGABYTES = 5_000_000_000;
/** The largest file that `startSources` takes. */
const LARGEST_BYTES = 1_000_000;
/** What may be held of a body at once, besides what each test needs anyway: parts of 5 MB, and what sockets buffer. */
const HELD_BYTES = 100_000_000;

const huge = tenantOf('Huge', { users: 20 });
const page = tenantOf('Page', { users: 20 });
const endless = tenantOf('Endless', { users: 20 });
const cut = tenantOf('Cut', { users: 20 });

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn([huge, page, endless, cut], { auth: 'application', reports: [REPORT] });
}, 60_000);
afterAll(() => standIn.stop());

const stateOf = async (tenant: Tenant, item: string) => {
  const { problems } = await standIn.standing(tenant);
  const problem = problems.find((one) => one.item === item);
  return problem && { state: problem.state, remedy: problem.remedy };
};

test('a report of 5 GB ends as a state once it is larger than a file may be, in memory that does not grow', async () => {
  const script = { route: 'download', tenantId: huge.tenantId } as const;
  standIn.microsoft.script(script, { kind: 'huge', bytes: FIVE_GIGABYTES });
  const before = process.memoryUsage.rss();
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  await standIn.collect(huge);
  clearInterval(watching);
  expect(most - before).toBeLessThan(HELD_BYTES);
  expect(await stateOf(huge, REPORT)).toEqual({
    state: 'answer_unusable',
    remedy: expect.stringContaining(`more than ${LARGEST_BYTES.toLocaleString('en')} bytes`),
  });
  // Everything else of the tenant was taken all the same.
  expect((await standIn.standing(huge)).problems.map(({ item }) => item)).toEqual([REPORT]);
});

test('a page in the place of a report, and one in the place of a list, are states too', async () => {
  const { tenantId } = page;
  const wrongType = { kind: 'wrongType', contentType: 'text/html', body: '<html>Sign in</html>' } as const;
  standIn.microsoft.script({ route: 'download', tenantId }, wrongType);
  standIn.microsoft.script({ route: 'users', tenantId }, wrongType);
  await standIn.collect(page);
  expect((await stateOf(page, REPORT))?.state).toBe('answer_unusable');
  expect(await stateOf(page, 'graph.users')).toEqual({
    state: 'answer_unusable',
    remedy: expect.stringContaining('GET /v1.0/users: the answer is no JSON'),
  });
});

test('a list without an end is broken off', async () => {
  standIn.microsoft.script({ route: 'users', tenantId: endless.tenantId }, { kind: 'endlessPages' });
  await standIn.collect(endless);
  expect((await stateOf(endless, 'graph.users'))?.state).toBe('answer_unusable');
});

test('a file that breaks off is asked for again by itself', async () => {
  const script = { route: 'download', tenantId: cut.tenantId, times: 3 } as const;
  standIn.microsoft.script(script, { kind: 'truncated', afterBytes: 40 });
  expect(await standIn.collect(cut)).toEqual(Array(3).fill('The service did not answer: it is asked again by itself.'));
  expect(await standIn.standing(cut)).toMatchObject({ state: 'ok', problems: [] });
});

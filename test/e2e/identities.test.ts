import { expect, test } from 'vitest';
import { givenAssignments, givenCustomer, givenPartner, givenSeats } from '../steps/given.ts';
import { type Upload, upload } from '../steps/upload.ts';
import { call, daysBefore, importIsDone, recalculate, today } from '../steps/when.ts';

interface Import {
  id: string;
  status: string;
  counts: Record<string, number>;
}

interface Insights {
  deployment: { assignedPeople: number };
  alternatives: {
    holders: number;
    unmatched: number;
    holdSeveral: { useNone: number; useOne: number; useSeveral: number };
    movableSeats: number;
  }[];
}

const handIn = async (token: string, body: object, file: string): Promise<Import> => {
  const requested = await call<{ id: string; upload: Upload }>('POST /v1/imports', { token, body });
  expect(requested.status).toBe(201);
  expect(await upload(requested.body.upload, file)).toBe(204);
  await importIsDone(token, requested.body.id);
  return (await call<Import>(`GET /v1/imports/${requested.body.id}`, { token })).body;
};

const githubSeats = (day: string, ...logins: readonly string[]): string =>
  JSON.stringify({
    total_seats: logins.length,
    seats: logins.map((login, id) => ({
      created_at: `${daysBefore(40, day)}T09:00:00Z`,
      last_activity_at: `${day}T08:00:00Z`,
      plan_type: 'business',
      assignee: { login, id },
    })),
  });

const claudeMembers = (...addresses: readonly string[]): string =>
  ['Name,Email,Role,Seat Tier,Status', ...addresses.map((one) => `${one},${one},User,Standard,Active`), ''].join('\n');

test('who is known to two vendors by two ids is two people, and one once the ids are mapped', async () => {
  const { partnerId, token } = await givenPartner();
  const customerId = await givenCustomer([partnerId]);
  const day = daysBefore(1, await today());
  await givenSeats(token, customerId, { 'github-copilot-business': 5, 'claude-enterprise': 5 });
  // Who holds what of all products is known from one word on.
  await givenAssignments(token, customerId, 'claude-enterprise', ['ada@contoso.example'], daysBefore(40, day));
  const seats = { kind: 'seats', customerId, day };
  const github = githubSeats(day, 'Octo-Ada', 'hubot');
  expect(await handIn(token, { ...seats, preset: 'github-copilot-seats' }, github)).toMatchObject({
    status: 'complete',
  });
  const claude = claudeMembers('ada@contoso.example', 'bob@contoso.example');
  expect(await handIn(token, { ...seats, preset: 'claude-members' }, claude)).toMatchObject({ status: 'complete' });
  const counted = async () => {
    await recalculate(token, customerId);
    const { deployment, alternatives } = (await call<Insights>(`GET /v1/customers/${customerId}/insights`, { token }))
      .body;
    const [{ holders, unmatched, holdSeveral } = {}] = alternatives;
    const several = holdSeveral && holdSeveral.useNone + holdSeveral.useOne + holdSeveral.useSeveral;
    return { people: deployment.assignedPeople, holders, unmatched, several };
  };
  expect(await counted()).toEqual({ people: 4, holders: 4, unmatched: 2, several: 0 });

  const file = 'alias,user_id\nocto-ada,Ada@Contoso.example\n';
  expect(await handIn(token, { kind: 'identities', customerId }, file)).toMatchObject({
    status: 'complete',
    counts: { identities: 1 },
  });
  expect(await counted()).toEqual({ people: 3, holders: 3, unmatched: 1, several: 1 });

  const hubot = { alias: 'HUBOT', userId: 'bob@contoso.example' };
  const path = `/v1/customers/${customerId}/identities`;
  const posted = await call(`POST ${path}`, { token, body: { identities: [hubot] } });
  expect(posted).toMatchObject({ status: 200, body: { identities: 2 } });
  expect(await counted()).toEqual({ people: 2, holders: 2, unmatched: 0, several: 2 });
  expect((await call(`DELETE ${path}/octo-ada`, { token })).status).toBe(204);
  expect(await counted()).toEqual({ people: 3, holders: 3, unmatched: 1, several: 1 });
  expect((await call(`GET ${path}`, { token })).body).toEqual({
    identities: [{ alias: 'hubot', userId: 'bob@contoso.example' }],
  });
});

import { setTimeout as wait } from 'node:timers/promises';
import { type Client, type Event, randomEvent } from './clients.ts';
import { hostileFile, usersFile } from './files.ts';
import type { Seeded } from './seeded.ts';

const CUSTOMERS = ['one', 'two', 'three', 'four', 'five'] as const;
const USERS = 40;
const EVENTS = 20;
const DAY = 86_400_000;
export const RECIPIENTS = ['ana@torture.example', 'bo@torture.example'] as const;

/** Whom the clients work for. */
export interface Place {
  /** The subject of the partner's program. */
  readonly subject: string;
  readonly customers: readonly [string, ...string[]];
}

/** What the clients were told that was taken. */
export interface Done {
  readonly events: Event[];
  readonly exports: string[];
  readonly imports: { readonly id: string; readonly isHostile: boolean }[];
  recalculations: number;
}

/** Makes a partner with customers, undisturbed. */
export const prepare = async (operator: Client): Promise<Place> => {
  const partnerId = 'torture';
  await operator.ask('PUT /v1/settings', {
    limitsPerPartner: {
      recalculationsPerHour: 10_000,
      exportsPerHour: 10_000,
      mailsPerDay: 10_000,
      importsPerDay: 10_000,
    },
  });
  await operator.ask(`PUT /v1/partners/${partnerId}`, { name: 'Torture', recipients: [...RECIPIENTS] });
  for (const id of CUSTOMERS)
    await operator.ask(`PUT /v1/customers/${id}`, {
      name: `Customer ${id}`,
      partners: [{ id: partnerId, since: '2025-01-01' }],
    });
  const scopes = ['activity:write', 'licensing:write', 'insights:read', 'exports:write'];
  await operator.ask(`PUT /v1/access/${partnerId}-program`, { partnerId, scopes });
  return { subject: `${partnerId}-program`, customers: CUSTOMERS };
};

interface Work {
  readonly client: Client;
  readonly place: Place;
  readonly clients: number;
  readonly rounds: number;
  readonly random: Seeded;
  readonly now: Date;
}

/** Works as so many clients at once, each in so many rounds. Returns all that was taken. */
export const workAsClients = async ({ client, place, clients, rounds, random, now }: Work): Promise<Done> => {
  const done: Done = { events: [], exports: [], imports: [], recalculations: 0 };
  const one = async (name: number): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      await postActivity(client, place, random, now, done);
      if (round % 5 === name % 5) await order(client, place, random, `${name}-${round}`, done);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, name) => one(name)));
  return done;
};

const postActivity = async (client: Client, place: Place, random: Seeded, now: Date, done: Done): Promise<void> => {
  const events = Array.from({ length: EVENTS }, () => randomEvent(random, random.oneOf(place.customers), now, USERS));
  const coverage = place.customers.map((customerId) => ({
    customerId,
    workloads: ['exchange', 'teams', 'sharepoint', 'onedrive'],
    through: new Date(now.getTime() - DAY).toISOString().slice(0, 10),
  }));
  let waiting = events;
  while (waiting.length > 0) {
    const answer = await client.ask<{ accepted: number; rejected: { index: number }[] }>('POST /v1/activity', {
      events: waiting,
      coverage,
    });
    const rejected = new Set(answer.rejected.map(({ index }) => index));
    done.events.push(...waiting.filter((_, index) => !rejected.has(index)));
    waiting = waiting.filter((_, index) => rejected.has(index)); // put off, as they are good
    if (waiting.length > 0) await wait(50);
  }
};

/**
 * What has each function that works on jobs at work once, by the function's name; what is ordered is noted in `done`. A user
 * that nobody knows is erased, so that nothing is missed when everything is counted again.
 */
export const workOfEach = ({
  client,
  place,
  random,
  done,
}: Pick<Work, 'client' | 'place' | 'random'> & { readonly done: Done }): Readonly<
  Record<string, () => Promise<void>>
> => {
  let orders = 0;
  const begin = (what: Order) => async (): Promise<void> => {
    orders += 1;
    await orderOf(what, client, place, random, `each-${orders}`, done);
  };
  /** Of one customer: a whole portfolio's recalculation makes the same calls for each. */
  const recalculateOne = async (): Promise<void> => {
    await client.ask('POST /v1/recalculations', { customerId: place.customers[0] });
    done.recalculations += 1;
  };
  return {
    'import-file': begin('users'),
    'recalculate-customer': recalculateOne,
    'publish-portfolio': recalculateOne,
    'write-export': begin('export'),
    'erase-data': async () => {
      orders += 1;
      await client.ask(`DELETE /v1/customers/${place.customers[0]}/users/nobody-${orders}@torture.example`);
    },
  };
};

const order = async (client: Client, place: Place, random: Seeded, key: string, done: Done): Promise<void> => {
  await orderOf(random.oneOf(['recalculation', 'export', 'users', 'hostile']), client, place, random, key, done);
};

type Order = 'recalculation' | 'export' | 'users' | 'hostile';

const orderOf = async (
  what: Order,
  client: Client,
  place: Place,
  random: Seeded,
  key: string,
  done: Done,
): Promise<void> => {
  if (what === 'recalculation') {
    await client.ask('POST /v1/recalculations', {});
    done.recalculations += 1;
    return;
  }
  if (what === 'export') {
    const { id } = await orderExport(client, key);
    if (id !== undefined) done.exports.push(id);
    return;
  }
  const isHostile = what === 'hostile';
  const { id, upload } = await client.ask<{ id: string; upload: { url: string; fields: Record<string, string> } }>(
    'POST /v1/imports',
    { kind: 'graph.users', customerId: random.oneOf(place.customers), allowOtherTenant: true, allowShrink: true },
  );
  const file = isHostile ? hostileFile(random) : usersFile(random);
  for (;;) {
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
    form.append('file', new Blob([file]));
    const answer = await fetch(upload.url, { method: 'POST', body: form }).catch(() => undefined);
    if (answer?.status === 204) break;
    await wait(50);
  }
  done.imports.push({ id, isHostile });
};

/** An export of the portfolio, if there is one by now. */
const orderExport = async (client: Client, key: string): Promise<{ id?: string }> => {
  try {
    const body = { reports: ['deployment', 'usage'], email: [...RECIPIENTS] };
    return await client.ask<{ id: string }>('POST /v1/exports', body, { 'idempotency-key': key });
  } catch (error) {
    if (String(error).includes('no_portfolio_yet') || String(error).includes('404')) return {};
    throw error;
  }
};

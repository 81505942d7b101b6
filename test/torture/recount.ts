import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Runtime } from '../../infra/local/runtime.ts';
import type { Client, Event } from './clients.ts';
import { type Done, type Place, RECIPIENTS } from './work.ts';

/** What a recount found: `lost`, `twice`, `stuck` and `wrong` are to be 0. */
export interface Found {
  readonly events: number;
  readonly exports: number;
  readonly mails: number;
  readonly unconfirmed: number;
  readonly imports: number;
  readonly recalculations: number;
  readonly lost: number;
  readonly twice: number;
  readonly stuck: number;
  readonly wrong: number;
}

const DAY = 86_400_000;
const bitOf = ({ customerId, userId, workload, occurredAt }: Event): string =>
  [customerId, userId, workload, Math.floor(Date.parse(occurredAt) / DAY)].join(' ');

/** Every day of activity that is stored. */
const storedBits = async ({ clientSettings, resources }: Runtime): Promise<Set<string>> => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings()));
  const bits = new Set<string>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: resources.tables.ActivityTable }))
    for (const { customerId, userId, lastDay, workloads } of Items)
      for (const [workload, word] of Object.entries<number>(workloads))
        for (let back = 0; back < 32; back += 1)
          if ((word >>> back) & 1) bits.add([customerId, userId, workload, lastDay - back].join(' '));
  client.destroy();
  return bits;
};

const mailsTo = async ({ mailbox }: Runtime, recipient: string): Promise<number> => {
  const { emails } = (await (await fetch(new URL('/store', mailbox))).json()) as {
    emails: { destination: { to: string[] } }[];
  }; // the inbox's own format
  return emails.filter(({ destination }) => destination.to.includes(recipient)).length;
};

/** Counts everything again, undisturbed, against what the clients were told. */
export const recount = async (runtime: Runtime, client: Client, place: Place, done: Done): Promise<Found> => {
  const stored = await storedBits(runtime);
  const sent = new Set(done.events.map(bitOf));
  const lost = [...sent].filter((bit) => !stored.has(bit)).length;
  const invented = [...stored].filter((bit) => !sent.has(bit)).length;
  let [stuck, wrong, twice, unconfirmed, mails] = [0, 0, 0, 0, 0];

  const exports = await Promise.all(
    done.exports.map((id) =>
      client.ask<{ status: string; mails: { recipient: string; status: string }[] }>(`GET /v1/exports/${id}`),
    ),
  );
  for (const { status, mails: each } of exports) {
    if (status !== 'complete') stuck += 1;
    stuck += each.filter((mail) => ['pending', 'sending'].includes(mail.status)).length;
  }
  for (const recipient of RECIPIENTS) {
    const its = exports.flatMap((one) => one.mails.filter((mail) => mail.recipient === recipient));
    const known = its.filter(({ status }) => status === 'sent').length;
    const maybe = its.filter(({ status }) => status === 'unconfirmed').length;
    const arrived = await mailsTo(runtime, recipient);
    mails += arrived;
    unconfirmed += maybe;
    twice += Math.max(0, arrived - known - maybe);
    if (arrived < known) wrong += known - arrived;
  }
  for (const { id, isHostile } of done.imports) {
    const { status } = await client.ask<{ status: string }>(`GET /v1/imports/${id}`);
    if (status !== 'complete' && status !== 'failed') stuck += 1;
    else if (isHostile !== (status === 'failed')) wrong += 1;
  }

  await client.ask('POST /v1/recalculations', {});
  await runtime.idle();
  for (const customerId of place.customers) {
    const { usage } = await client.ask<{ usage: { families: { family: string; activePeople: number }[] } }>(
      `GET /v1/customers/${customerId}/insights`,
    );
    const people = new Set(
      [...stored].filter((bit) => bit.startsWith(`${customerId} `)).map((bit) => bit.split(' ')[1]),
    );
    if (usage.families.find(({ family }) => family === 'office365')?.activePeople !== people.size) wrong += 1;
  }
  return {
    events: done.events.length,
    exports: exports.length,
    mails,
    unconfirmed,
    imports: done.imports.length,
    recalculations: done.recalculations,
    lost,
    twice: twice + invented,
    stuck,
    wrong,
  };
};

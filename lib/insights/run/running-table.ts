import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { customerOwner } from '../../customers/owner-keys.ts';
import { userAssignments } from '../../licensing/assignment.ts';
import { coverage } from '../../licensing/coverage.ts';
import { SEAT_TOTAL_SOURCES, seatTotals } from '../../licensing/seat-totals.ts';
import { subscriptionLists } from '../../licensing/subscription.ts';
import { absent, putUnderCondition } from '../../storage/conditional-write.ts';
import { deleteItem } from '../../storage/delete-item.ts';
import type { Table } from '../../storage/table.ts';
import { type Day, formatDay, startOfDay } from '../../time/day.ts';
import { storedUserId } from '../../values/user-names.ts';
import { asStored, storedTally } from '../count/stored-tally.ts';
import type { UserFacts } from '../count/user-standing.ts';

const userFacts = userAssignments.partial().extend({
  userId: z.string(),
  calendar: z.object({ lastDay: z.int(), words: z.record(z.string(), z.int()) }).optional(),
});

/**
 * A recalculation between two of its steps. What is not of users is as the first step read it, so that all are counted
 * against the same: a workload that is heard of in between counts at the next recalculation.
 */
const running = z.object({
  /** How many steps are done. */
  step: z.int().min(1),
  /** When the first of them began (ISO instant). */
  startedAt: z.iso.datetime(),
  catalogVersion: z.string(),
  countingVersion: z.int(),
  limits: z.object({
    activity: z.number(),
    subscriptions: z.number(),
    seatTotals: z.number(),
    assignments: z.number(),
    supportCases: z.number(),
  }),
  records: z.object({
    coverage,
    seats: subscriptionLists
      .pick({ lists: true, ended: true })
      .extend({ totals: z.array(seatTotals.extend({ source: z.enum(SEAT_TOTAL_SOURCES) })) }),
  }),
  /** All users up to this one are counted, or held back. */
  after: z.string(),
  tally: storedTally,
  /** Users whose ids have two spellings or are mapped to one another: more of the same may come. */
  heldBack: z.array(userFacts),
  undated: z.array(storedUserId),
});
export type Running = Omit<z.infer<typeof running>, 'heldBack'> & { readonly heldBack: readonly UserFacts[] };

const item = z.object({ body: z.instanceof(Uint8Array) });

/** Long after a day can be computed no more (`as-of.ts`), nobody goes on with it. */
const KEPT_DAYS = 8;
/** An item of DynamoDB has at most 400 KB; the rest of it is small. */
const LARGEST_BODY_BYTES = 390_000;
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** Sorts after all days, so that no reader of snapshots meets it. */
const keyOf = (customerId: string, day: Day) => ({
  owner: customerOwner(customerId),
  day: `recalculation#${formatDay(day)}`,
});

/** How far the recalculation of a customer and day has come, read consistently; `undefined` when it is in no step. */
export const readRunning = async (insights: Table, customerId: string, day: Day): Promise<Running | undefined> => {
  const get = new GetCommand({ TableName: insights.name, Key: keyOf(customerId, day), ConsistentRead: true });
  const { Item } = await insights.client.send(get);
  return Item && running.parse(JSON.parse(brotliDecompressSync(item.parse(Item).body).toString('utf8')));
};

/**
 * Stores how far a recalculation has come, unless a later one or a later step of the same is stored. Returns whether it was.
 * Throws when it does not fit into an item.
 */
export const storeRunning = async (insights: Table, customerId: string, day: Day, state: Running): Promise<boolean> => {
  const body = brotliCompressSync(asStored(state), COMPRESSION);
  if (body.length > LARGEST_BODY_BYTES)
    throw new Error(
      `Too many of the customer's users have ids of two spellings, or other ids: ${state.heldBack.length} are held back`,
    );
  const { step, startedAt } = state;
  const key = keyOf(customerId, day);
  const none = absent(key);
  const refused = await putUnderCondition(
    insights,
    key,
    { startedAt, step, body, expiresAt: startOfDay(day + KEPT_DAYS).getTime() / 1000 },
    {
      expression: `${none.expression} OR startedAt < :startedAt OR (startedAt = :startedAt AND #step < :step)`,
      names: { ...none.names, '#step': 'step' },
      values: { ':startedAt': startedAt, ':step': step },
    },
  );
  return refused === undefined;
};

/** Forgets how far it has come: it is over, or is to begin anew. */
export const forgetRunning = async (insights: Table, customerId: string, day: Day): Promise<void> => {
  await deleteItem(insights, keyOf(customerId, day));
};

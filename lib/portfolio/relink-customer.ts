import type { Customer } from '../customers/customer.ts';
import { changeCustomer } from '../customers/customer-table.ts';
import { beginUnlinking, finishUnlinking } from '../customers/partner-table.ts';
import { sendMessages } from '../jobs/queue.ts';
import type { BeforeChange } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { portfoliosChanged } from './customer-links.ts';
import type { PublishMessage } from './publish-message.ts';

/** How long an unlinking may take: more than the 30 seconds for which the gateway lets any function run. */
const UNLINKING_SECONDS = 40;

/** How far the clocks of two functions may be apart. */
const CLOCK_SKEW_SECONDS = 1;

/** What changing a customer needs besides the customer. */
export interface CustomerContext {
  readonly licensing: Table;
  readonly publishQueueUrl: string;
  /** The day that portfolios are published as of, `YYYY-MM-DD`, if they show none yet. */
  readonly asOf: string;
}

/**
 * Changes a customer, `change` making the new one of the stored one, and has the portfolios published that show it
 * otherwise now; `beforeChange` is waited for before anything is written. Returns the new one. Throws what `change` throws, and ContendedError.
 *
 * A partner that loses the customer must not read it in anything made of its portfolio while the profile still named
 * the partner, wherever this stops. So the unlinking is announced first, until a moment when it is surely over: nothing
 * made before that moment is handed out. After the profile has changed, the announcement gives way to the moment at
 * which that was done. Stopping in between costs the partner its portfolio until the next publication, and shows nothing.
 */
export const relinkCustomer = async (
  context: CustomerContext,
  customerId: string,
  makeNext: (stored: Customer | undefined) => Customer,
  beforeChange?: BeforeChange<Customer>,
): Promise<Customer> => {
  const { licensing } = context;
  const announced: Announcement[] = [];
  const change = changeCustomer(
    licensing,
    customerId,
    makeNext,
    async (partnerIds) => announced.push(...(await announce(licensing, partnerIds))),
    beforeChange,
  );
  const { before, after } = await change.catch(async (error: unknown) => {
    const waiting = announced.map(({ partnerId }) => partnerId);
    const over = new Date(Date.now() + UNLINKING_SECONDS * 1000).toISOString();
    await publish(context, waiting, UNLINKING_SECONDS + CLOCK_SKEW_SECONDS, over);
    throw error;
  });
  const done = new Date().toISOString();
  for (const { partnerId, unlinking } of announced) await finishUnlinking(licensing, partnerId, unlinking, done);
  await publish(context, portfoliosChanged(before, after), announced.length > 0 ? CLOCK_SKEW_SECONDS : 0, done);
  return after;
};

interface Announcement {
  readonly partnerId: string;
  readonly unlinking: string;
}

const announce = async (licensing: Table, partnerIds: readonly string[]): Promise<Announcement[]> => {
  const until = new Date(Date.now() + UNLINKING_SECONDS * 1000).toISOString();
  const begin = async (partnerId: string) => ({
    partnerId,
    unlinking: await beginUnlinking(licensing, partnerId, until),
  });
  return Promise.all(partnerIds.map(begin));
};

const publish = async (
  { publishQueueUrl, asOf }: CustomerContext,
  portfolios: readonly string[],
  delaySeconds: number,
  requestedAt: string,
): Promise<void> => {
  const messages = [...new Set(portfolios)].map(
    (portfolio): PublishMessage => ({ portfolio, asOf, requestedAt, attempt: 0 }),
  );
  await sendMessages(publishQueueUrl, messages, { delaySeconds });
};

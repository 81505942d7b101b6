import { haveRoom, listAsBefore } from '../../licensing/lists-as-before.ts';
import { MOST_SUBSCRIPTIONS, type SubscriptionLists } from '../../licensing/subscription.ts';
import { putBackSubscriptions } from '../../licensing/subscriptions-table.ts';
import { type UndoOutcome, UndoRefused, type UndoStep } from './undo-step.ts';

/** The undo of a seller's list, in one step. Throws UndoRefused where other sellers' lists have taken its room. */
export const putBackSellerList = async (step: UndoStep): Promise<UndoOutcome> => {
  const { licensing, job, kept } = step;
  const { customerId, importId, portfolio: seller } = job;
  if (!(await step.begin())) return { kind: 'complete' };
  await step.requireCurrent();
  const asBefore = (current: SubscriptionLists, before: SubscriptionLists | undefined) => {
    const lists = listAsBefore(current, before, seller);
    if (!haveRoom(lists)) throw new UndoRefused('too_many_subscriptions', NO_ROOM);
    return lists;
  };
  await putBackSubscriptions(licensing, customerId, importId, { seller }, kept.read, asBefore);
  return { kind: 'complete' };
};

const NO_ROOM = `A customer has room for ${MOST_SUBSCRIPTIONS} subscriptions of all sellers together, and those of the list before do not fit in any more. Nothing was put back.`;

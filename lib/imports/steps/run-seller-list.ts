import { replaceLists, withNotCounted } from '../../licensing/seller-lists.ts';
import { importSubscriptions } from '../../licensing/subscriptions-table.ts';
import { parseDay } from '../../time/day.ts';
import { addWarning, FileRefused, type Findings, olderThanStored } from '../formats/findings.ts';
import type { KindOf } from '../formats/kinds/kinds.ts';
import type { ParsedSellerList } from '../formats/readers/partner-center-subscriptions.ts';
import { READERS } from '../formats/readers/readers.ts';
import { tenantIdsIn } from '../formats/tenant-signs.ts';
import { tellUnnamed } from '../formats/unnamed.ts';
import { fileDay } from '../job/import-job.ts';
import { type ImportStep, keepingOf, type StepOutcome } from './import-step.ts';
import { requireSeatsKept, seatsOfList } from './judge-seats.ts';
import { readKnowledge, replaceOrRefuse } from './own-list.ts';
import { readDocument } from './read-document.ts';
import { requireSameTenant } from './same-tenant.ts';
import { whatIsNotCounted } from './what-is-not-counted.ts';

/**
 * Imports the list of what a partner sold to the customer, in one step: it replaces that partner's list, which is kept,
 * unless one of a later day is stored. Throws FileRefused.
 */
export const runSellerList = async (step: ImportStep, { kind }: KindOf<'sellerList'>): Promise<StepOutcome> => {
  const { licensing, job } = step;
  const seller = job.portfolio; // the request is refused when nobody says whose list it is
  const day = fileDay(job);
  const document = await readDocument(step);
  const parsed = READERS[kind](document, await readKnowledge(step, job.customerId, seller), parseDay(day));
  Object.assign(step.found, parsed.found);
  tellUnnamed(step.found, parsed.unnamed);
  requireUsable(parsed, step.found);
  const sold = parsed.subscriptions.map((subscription) => ({ seller, subscription }));
  await requireSameTenant(step, { domains: new Set(), tenantIds: tenantIdsIn(document) });
  await step.requireCurrent();
  const made = await importSubscriptions(licensing, job.customerId, keepingOf(step), { seller }, (current, mark) => {
    const stored = Object.hasOwn(current.lists, seller) ? current.lists[seller] : undefined;
    if (stored && !stored.derived && stored.day > day) throw olderThanStored(day, stored.day);
    // A list made of a directory's file was never the seller's word.
    if (stored && !stored.derived)
      requireSeatsKept(step, seatsOfList(stored.subscriptions), seatsOfList(parsed.subscriptions));
    const replaced = replaceOrRefuse(() => replaceLists(current, sold, seller, day, mark));
    return withNotCounted(replaced, seller, whatIsNotCounted(step, day));
  });
  return { kind: 'complete', replaced: made?.counts };
};

/** What is billed by licences and named nowhere never blocks the file: it is told, and counted as soon as it is mapped. */
const requireUsable = ({ licensed, subscriptions, unnamed }: ParsedSellerList, found: Findings): void => {
  if (found.errorCount > 0)
    throw new FileRefused(
      'bad_items',
      `${found.errorCount} of ${found.rows} items are not understood. Nothing was stored.`,
    );
  if (licensed === 0 || subscriptions.length > 0) return;
  if (unnamed.size === 0)
    throw new FileRefused(
      'no_known_states',
      `None of the ${licensed} subscriptions billed by licences has a status that says anything. Nothing was stored.`,
    );
  addWarning(
    found,
    'no_known_products',
    'No subscription billed by licences, of which there are as many as counted here, could be named: nothing of the file is in any figure.',
    licensed,
  );
};

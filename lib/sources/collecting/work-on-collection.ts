import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { isKept } from '../../customers/customer.ts';
import { readCustomer } from '../../customers/customer-table.ts';
import { traitsOf } from '../../imports/formats/kinds/kinds.ts';
import type { Table } from '../../storage/table.ts';
import { type Collection, givenIn, isUnderWay, permissionsTaken } from '../store/collection.ts';
import { beginCollection, changeCollection } from '../store/collection-table.ts';
import type { CustomerPlace, CustomerSource } from '../store/source.ts';
import { readCustomerSource } from '../store/source-table.ts';
import { type CredentialStores, type UsableSource, usableSource } from '../store/usable-source.ts';
import { checkImports } from './check-imports.ts';
import { type NextStep, stepAt } from './collection-message.ts';
import type { Collectors } from './collectors.ts';
import { fetchItem } from './fetch-item.ts';
import { type FileStores, importIdOf } from './put-file.ts';
import { settleItem } from './settle-item.ts';

export interface CollectionStores extends FileStores, CredentialStores {
  readonly licensing: Table;
}

/** What a step of a collection works with. */
export interface CollectionWork {
  readonly collectors: Collectors;
  readonly clock: () => Date;
  /** Whether the step is to stop before it begins another item. */
  readonly timeIsUp: () => boolean;
  /** Broken off when the function's time is nearly up. */
  readonly signal: AbortSignal;
}

/**
 * Begins a collection from a customer's source, or goes on with it: one item after the other becomes an import. Returns
 * when it goes on, `undefined` where there is nothing more to do. Done again, it fetches nothing twice. Throws what a
 * collector throws that it did not foresee: the message then comes again.
 */
export const workOnCollection = async (
  stores: CollectionStores,
  { collectionId, ...place }: CustomerPlace & { readonly collectionId: string },
  work: CollectionWork,
): Promise<NextStep | undefined> => {
  const source = await readCustomerSource(stores.licensing, place);
  if (!source || !(await mayBeCollected(stores.licensing, source))) return undefined;
  const begun = await beginCollection(stores.jobs, source, collectionId, work.clock());
  if (begun.collectionId !== collectionId || begun.status === 'done') return undefined;
  if (begun.status === 'importing') return checkImports(stores.jobs, begun, work.clock);
  if (!isUnderWay(begun, work.clock())) return finishFetching(stores, begun, GIVEN_UP, work);
  const usable = await usableSource(stores, source, work.clock);
  if (typeof usable === 'string')
    return finishFetching(stores, begun, { state: 'source_incomplete', detail: usable }, work);
  const planned = begun.items ? begun : await plan(stores, begun, usable, work);
  return planned && fetchAll(stores, { source, usable }, planned, work);
};

const GIVEN_UP = { state: 'unavailable', detail: 'The service could not be asked within the day.' };

/** A customer that is there, and that who put the source still looks after. */
const mayBeCollected = async (licensing: Table, { customerId, portfolio }: CustomerSource): Promise<boolean> => {
  const customer = await readCustomer(licensing, customerId);
  return isKept(customer) && (portfolio === OPERATOR_PORTFOLIO || Object.hasOwn(customer.partners, portfolio));
};

const plan = (
  { jobs }: CollectionStores,
  collection: Collection,
  { kind, settings }: UsableSource,
  { collectors }: CollectionWork,
): Promise<Collection | undefined> => {
  const { day, portfolio } = collection;
  const items = collectors[kind]
    .plan({ settings, day, given: givenIn({ ...collection, items: [] }) })
    // A list of one partner's is nobody's where no partner collects it.
    .filter((item) => portfolio !== OPERATOR_PORTFOLIO || !traitsOf(item.kind).needsSeller)
    .map((item) => ({ ...item, outcome: 'open' as const }));
  return changeCollection(jobs, collection, collection.collectionId, (current) =>
    current.items ? undefined : { ...current, items },
  );
};

const fetchAll = async (
  stores: CollectionStores,
  { source, usable }: { readonly source: CustomerSource; readonly usable: UsableSource },
  planned: Collection,
  work: CollectionWork,
): Promise<NextStep | undefined> => {
  const collector = work.collectors[usable.kind];
  for (let collection = planned; ; ) {
    if (collection.state !== undefined) return finishFetching(stores, collection, {}, work);
    const now = work.clock();
    if (Date.parse(collection.notBefore ?? '') > now.getTime()) return stepAt(collection.notBefore, now);
    const open = (collection.items ?? []).filter(({ outcome }) => outcome === 'open');
    if (open.length === 0) return finishFetching(stores, collection, {}, work);
    const next = open.find(({ notBefore = '' }) => !(Date.parse(notBefore) > now.getTime()));
    if (!next) return stepAt(open.map(({ notBefore = '' }) => notBefore).sort()[0], now);
    if (work.timeIsUp()) return { delaySeconds: 0 };
    const { tenantId } = source;
    const fetching = { collector, source: usable, tenantId, collection, clock: work.clock, signal: work.signal };
    const fetched = await fetchItem(stores, fetching, next);
    const importId = importIdOf(collection, next.id);
    const stored = await changeCollection(stores.jobs, collection, collection.collectionId, (current) =>
      settleItem(current, next.id, { importId, fetched }, work.clock()),
    );
    if (!stored) return undefined;
    if (fetched.outcome === 'broken-off') return { delaySeconds: 0 };
    collection = stored;
  }
};

/** What stands against all of a collection that is given nothing for want of any permission. */
const withdrawnFrom = (collection: Collection): Pick<Collection, 'state' | 'detail'> => {
  const taken = permissionsTaken(collection);
  return taken ? { state: 'consent_withdrawn', detail: taken.join(', ') } : {};
};

/** Ends the fetching of a collection; what it fetched is being imported then. */
const finishFetching = async (
  stores: CollectionStores,
  collection: Collection,
  against: Pick<Collection, 'state' | 'detail'>,
  { clock }: CollectionWork,
): Promise<NextStep | undefined> => {
  const stored = await changeCollection(stores.jobs, collection, collection.collectionId, (current) => {
    const { notBefore: _, waitsFor: __, ...rest } = current;
    return { ...rest, ...withdrawnFrom(current), ...against, status: 'importing' };
  });
  return stored && checkImports(stores.jobs, stored, clock);
};

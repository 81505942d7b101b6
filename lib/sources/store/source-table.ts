import { customerOwner, partnerOwner } from '../../customers/owner-keys.ts';
import { batchGet } from '../../storage/batch-get.ts';
import { listDirectory } from '../../storage/directory.ts';
import { queryItems } from '../../storage/query-pages.ts';
import { type BeforeChange, changeUnderRevision, REMOVE, readRevised } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import {
  type CustomerPlace,
  type CustomerSource,
  customerSource,
  keyOfSource,
  type PartnerPlace,
  type PartnerSource,
  partnerSource,
  type SourcePlace,
} from './source.ts';

/*
 * Sources lie in the Licensing table, in the partition of whose they are: they are kept until somebody deletes them, go
 * with the customer when it is erased, and the index `directory` lists all of them for the schedule.
 */

const PREFIX = 'source#';
const SHARD = 'source';

const keyOf = (place: SourcePlace) =>
  'customerId' in place
    ? { owner: customerOwner(place.customerId), record: `${PREFIX}${place.portfolio}#${place.name}` }
    : { owner: partnerOwner(place.portfolio), record: `${PREFIX}${place.name}` };

/** Where the directory lists a source: those of a portfolio stand together. */
const listedAs = (place: SourcePlace): string => `${place.portfolio}#${keyOfSource(place)}`;

const placeListedAs = (listed: string): SourcePlace => {
  const [portfolio = '', of, ...rest] = listed.split('#');
  const [first = '', second = ''] = rest;
  return of === 'customer' ? { portfolio, customerId: first, name: second } : { portfolio, name: first };
};

const listed = <Place extends SourcePlace>(source: Place) => ({ ...source, shard: SHARD, listed: listedAs(source) });
const storedPartnerSource = partnerSource.transform(listed);
const storedCustomerSource = customerSource.transform(listed);

/** A partner's source, read consistently, or `undefined`. */
export const readPartnerSource = async (licensing: Table, place: PartnerPlace): Promise<PartnerSource | undefined> =>
  (await readRevised({ table: licensing, key: keyOf(place), schema: partnerSource }))?.value;

/** A customer's source, read consistently, or `undefined`. */
export const readCustomerSource = async (licensing: Table, place: CustomerPlace): Promise<CustomerSource | undefined> =>
  (await readRevised({ table: licensing, key: keyOf(place), schema: customerSource }))?.value;

/**
 * Creates or changes a partner's source; `change` answers `undefined` to leave it, REMOVE to delete it. `beforeChange` is
 * waited for before it is written. Returns whether it wrote. Throws ContendedError.
 */
export const changePartnerSource = (
  licensing: Table,
  place: PartnerPlace,
  change: (stored: PartnerSource | undefined) => PartnerSource | typeof REMOVE | undefined,
  beforeChange?: BeforeChange<PartnerSource>,
): Promise<boolean> =>
  changeUnderRevision(
    { table: licensing, key: keyOf(place), schema: storedPartnerSource },
    (current) => {
      const next = change(current && partnerSource.parse(current));
      return next === REMOVE || next === undefined ? next : storedPartnerSource.parse(next);
    },
    beforeChange,
  );

/** The same for a customer's. */
export const changeCustomerSource = (
  licensing: Table,
  place: CustomerPlace,
  change: (stored: CustomerSource | undefined) => CustomerSource | typeof REMOVE | undefined,
  beforeChange?: BeforeChange<CustomerSource>,
): Promise<boolean> =>
  changeUnderRevision(
    { table: licensing, key: keyOf(place), schema: storedCustomerSource },
    (current) => {
      const next = change(current && customerSource.parse(current));
      return next === REMOVE || next === undefined ? next : storedCustomerSource.parse(next);
    },
    beforeChange,
  );

const recordsOf = (licensing: Table, owner: string, prefix: string) =>
  queryItems(licensing, {
    KeyConditionExpression: '#owner = :owner AND begins_with(#record, :prefix)',
    ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
    ExpressionAttributeValues: { ':owner': owner, ':prefix': prefix },
    ConsistentRead: true,
  });

/** All sources of a partner, by name. */
export const listPartnerSources = async (licensing: Table, portfolio: string): Promise<PartnerSource[]> =>
  Array.fromAsync(recordsOf(licensing, partnerOwner(portfolio), PREFIX), (item) => partnerSource.parse(item));

/** The sources of a customer: those of one portfolio, or all of them. */
export const listCustomerSources = async (
  licensing: Table,
  customerId: string,
  portfolio?: string,
): Promise<CustomerSource[]> => {
  const prefix = portfolio === undefined ? PREFIX : `${PREFIX}${portfolio}#`;
  return Array.fromAsync(recordsOf(licensing, customerOwner(customerId), prefix), (item) => customerSource.parse(item));
};

/** A page of the places of sources, and where the next one starts; the index follows the table within moments. */
export interface PlacePage {
  readonly places: readonly SourcePlace[];
  readonly next: string | undefined;
}

/** The places of sources after `after`, of one portfolio (`of` one sort, where that is said) or of all, at most `limit`. */
export const listPlaces = async (
  licensing: Table,
  {
    portfolio,
    of,
    limit,
    after,
  }: {
    readonly portfolio?: string | undefined;
    readonly of?: 'customer' | undefined;
    readonly limit: number;
    readonly after?: string | undefined;
  },
): Promise<PlacePage> => {
  const prefix = portfolio === undefined ? undefined : `${portfolio}#${of === undefined ? '' : `${of}#`}`;
  const keys = (one: string) => keyOf(placeListedAs(one));
  const { ids, next } = await listDirectory(licensing, SHARD, keys, { limit, after, prefix });
  return { places: ids.map(placeListedAs), next };
};

/** Those of the sources that still are. */
export const readSources = async (
  licensing: Table,
  places: readonly SourcePlace[],
): Promise<{ readonly partners: readonly PartnerSource[]; readonly customers: readonly CustomerSource[] }> => {
  const items = await batchGet(licensing, places.map(keyOf));
  const isCustomers = (item: Record<string, unknown>) => 'customerId' in item;
  return {
    partners: items.filter((item) => !isCustomers(item)).map((item) => partnerSource.parse(item)),
    customers: items.filter(isCustomers).map((item) => customerSource.parse(item)),
  };
};

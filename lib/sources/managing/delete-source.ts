import pMap from 'p-map';
import { type BeforeChange, REMOVE } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { dropCollection } from '../store/collection-table.ts';
import { removeCredentialsEntries, type SecretStores } from '../store/credentials-secret.ts';
import { dropDiscovery } from '../store/discovery-table.ts';
import { dropProposed, listProposed } from '../store/proposed-customer-table.ts';
import { dropRefreshToken } from '../store/refresh-token-table.ts';
import {
  type CustomerPlace,
  type CustomerSource,
  keyOfSource,
  type PartnerPlace,
  type SourcePlace,
} from '../store/source.ts';
import { changeCustomerSource, changePartnerSource, listPlaces, readSources } from '../store/source-table.ts';

type Stores = SecretStores & { readonly jobs: Table };

const PER_PAGE = 500;
const AT_ONCE = 20;

/**
 * Deletes a customer's source with its credentials and what is known of its collections; what was imported stays. The
 * credentials go first: who is killed in between leaves a source that can be deleted again.
 */
export const deleteCustomerSource = async (
  stores: Stores,
  place: CustomerPlace,
  beforeChange?: BeforeChange<unknown>,
): Promise<void> => {
  await changeCustomerSource(
    stores.licensing,
    place,
    () => REMOVE,
    async (before, after) => {
      await beforeChange?.(before, after);
      await forgetCredentials(stores, place);
    },
  );
  await dropCollection(stores.jobs, place);
};

/** Deletes a partner's source likewise, with those of its customers that go by it, and what it proposed. */
export const deletePartnerSource = async (
  stores: Stores,
  place: PartnerPlace,
  beforeChange?: BeforeChange<unknown>,
): Promise<void> => {
  const { licensing } = stores;
  const { portfolio, name } = place;
  await changePartnerSource(
    licensing,
    place,
    () => REMOVE,
    async (before, after) => {
      await beforeChange?.(before, after);
      await forgetCredentials(stores, place);
    },
  );
  await dropDiscovery(stores.jobs, place);
  for await (const sources of customerSourcesOf(licensing, portfolio))
    await pMap(
      sources.filter((one) => one.name === name && one.settings === undefined),
      async (one) => {
        await changeCustomerSource(licensing, one, () => REMOVE);
        await dropCollection(stores.jobs, one);
      },
      { concurrency: AT_ONCE },
    );
  const proposed = (await listProposed(licensing, portfolio)).filter(({ source }) => source === name);
  await pMap(proposed, ({ tenantId }) => dropProposed(licensing, portfolio, tenantId), { concurrency: AT_ONCE });
};

const forgetCredentials = async (stores: SecretStores, place: SourcePlace): Promise<void> => {
  await dropRefreshToken(stores.licensing, place);
  await removeCredentialsEntries(stores, place.portfolio, [keyOfSource(place)]);
};

/** The sources of a portfolio's customers, page after page. */
export async function* customerSourcesOf(
  licensing: Table,
  portfolio: string,
): AsyncGenerator<readonly CustomerSource[]> {
  let after: string | undefined;
  do {
    const { places, next } = await listPlaces(licensing, { portfolio, of: 'customer', limit: PER_PAGE, after });
    yield (await readSources(licensing, places)).customers;
    after = next;
  } while (after !== undefined);
}

import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { deleteCustomerSource } from '../../sources/managing/delete-source.ts';
import { propose } from '../../sources/store/proposed-customer-table.ts';
import { listCustomerSources } from '../../sources/store/source-table.ts';
import type { Stage } from './stage.ts';

/**
 * Deletes from where the customer's data was collected, with the credentials and what is known of the collections. The
 * tenant is proposed from then on: a source that takes new customers by itself would otherwise bring it back.
 */
export const eraseSources: Stage = async function* ({ stores, job: { customerId }, now }) {
  for (const source of await listCustomerSources(stores.licensing, customerId)) {
    const { portfolio, name, tenantId } = source;
    if (portfolio !== OPERATOR_PORTFOLIO && source.settings === undefined)
      await propose(stores.licensing, portfolio, { tenantId, source: name, proposedAt: now.toISOString() });
    await deleteCustomerSource({ ...stores, secretPrefix: stores.secretPrefix }, { customerId, portfolio, name });
    yield { removed: { sources: 1 } };
  }
};

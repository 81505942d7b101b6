import { env } from '../functions/manage-licensing/env.ts';
import { ROUTES } from '../functions/manage-licensing/routes.ts';
import { sendsTo, table, tableIndex, together, value } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import type { Foundation } from './foundation.ts';

/** Keeps partners, access records, customers, subscriptions, assignments and support cases. */
export const manageLicensing = (foundation: Foundation): void => {
  const { api, queues, stage, tables } = foundation;
  const manage = createFunction(foundation, 'manage-licensing', {
    environment: env,
    binds: {
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'),
        tableIndex(tables.licensing, 'directory'),
      ),
      PUBLISH_QUEUE_URL: sendsTo(queues.publishes),
      REPORTING_LAG_DAYS: value(stage.reportingLagDays),
    },
    errorsMean:
      'A change of customers, access, subscriptions, assignments or support cases was not stored, or could not be read.',
  });
  api.route(manage, ...Object.values(ROUTES));
};

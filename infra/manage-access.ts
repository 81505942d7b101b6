import { env } from '../functions/manage-access/env.ts';
import { ROUTES } from '../functions/manage-access/routes.ts';
import { sendsTo, table, tableItems, together, value } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import { LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Keeps partners, access records and customers: what decides who sees whom. */
export const manageAccess = (foundation: Foundation): void => {
  const { api, queues, stage, tables } = foundation;
  const { access, customers, partners } = LICENSING_PARTITIONS;
  const manage = createFunction(foundation, 'manage-access', {
    environment: env,
    binds: {
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'GetItem'),
        tableItems(tables.licensing, [access, customers, partners], 'PutItem'),
        tableItems(tables.licensing, [partners], 'DeleteItem'),
      ),
      PUBLISH_QUEUE_URL: sendsTo(queues.publishes),
      REPORTING_LAG_DAYS: value(stage.reportingLagDays),
    },
    errorsMean: 'A change of partners, access records or customers was not stored: people see what they saw before.',
  });
  api.route(manage, ...Object.values(ROUTES));
};

import { env } from '../functions/manage-access/env.ts';
import { ROUTES } from '../functions/manage-access/routes.ts';
import { sendsTo, table, tableIndex, tableItems, together, value } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import { JOBS_PARTITIONS, LICENSING_PARTITIONS } from './constructs/tables.ts';
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
        tableIndex(tables.licensing, 'directory'), // who names a partner that is to be deleted
        tableItems(tables.licensing, [access, customers, partners], 'PutItem'),
        tableItems(tables.licensing, [access, partners], 'DeleteItem'),
        tableItems(tables.licensing, [partners], 'Query'), // which customers hold it
      ),
      JOBS_TABLE: tableItems(tables.jobs, [JOBS_PARTITIONS.audit], 'PutItem'),
      PUBLISH_QUEUE_URL: sendsTo(queues.publishes),
      REPORTING_LAG_DAYS: value(stage.reportingLagDays),
      FIRST_OPERATOR: value(stage.firstOperator),
    },
    errorsMean: 'A change of partners, access records or customers was not stored: people see what they saw before.',
  });
  api.route(manage, ...Object.values(ROUTES));
};

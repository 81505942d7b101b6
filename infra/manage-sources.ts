import { env } from '../functions/manage-sources/env.ts';
import { ROUTES } from '../functions/manage-sources/routes.ts';
import { sendsTo, table, tableIndex, tableItems, together, value } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import { LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Keeps from where data is collected, takes customers that were found, and has sources collected now. */
export const manageSources = (foundation: Foundation): void => {
  const { api, queues, sourceCredentials, stage, tables } = foundation;
  const { customers, partners } = LICENSING_PARTITIONS;
  const manage = createFunction(foundation, 'manage-sources', {
    environment: env,
    binds: {
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'GetItem', 'Query'),
        tableIndex(tables.licensing, 'directory'),
        tableItems(tables.licensing, [customers, partners], 'DeleteItem', 'PutItem'),
      ),
      JOBS_TABLE: together(
        table(tables.jobs, 'BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'),
        tableItems(tables.jobs, ['collection#*', 'discovery#*'], 'DeleteItem'),
      ),
      SOURCE_SECRETS: sourceCredentials.secrets('CreateSecret', 'DeleteSecret', 'GetSecretValue', 'PutSecretValue'),
      COLLECTION_QUEUE_URL: sendsTo(queues.collections),
      IMPORT_QUEUE_URL: sendsTo(queues.imports),
      PUBLISH_QUEUE_URL: sendsTo(queues.publishes),
      REPORTING_LAG_DAYS: value(stage.reportingLagDays),
      COLLECTION_HOUR: value(stage.collectionHour),
    },
    errorsMean:
      'Sources could not be read, changed or collected by hand; those that are there are collected at their hour.',
  });
  api.route(manage, ...Object.values(ROUTES));
};

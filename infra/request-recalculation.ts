import { env } from '../functions/request-recalculation/env.ts';
import { ROUTES } from '../functions/request-recalculation/routes.ts';
import { sendsTo, table, value } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import type { Foundation } from './foundation.ts';

/** Starts a recalculation by hand. */
export const requestRecalculation = (foundation: Foundation): void => {
  const { api, queues, stage, tables } = foundation;
  const request = createFunction(foundation, 'request-recalculation', {
    environment: env,
    binds: {
      LICENSING_TABLE: table(tables.licensing, 'GetItem'),
      JOBS_TABLE: table(tables.jobs, 'PutItem', 'UpdateItem'),
      RUN_QUEUE_URL: sendsTo(queues.runs),
      REPORTING_LAG_DAYS: value(stage.reportingLagDays),
    },
    errorsMean: 'A recalculation that was asked for by hand did not start.',
  });
  api.route(request, ...Object.values(ROUTES));
};

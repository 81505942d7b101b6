import { env } from '../functions/read-insights/env.ts';
import { ROUTES } from '../functions/read-insights/routes.ts';
import { bucketObjects, missingObjects, table, together } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import type { Foundation } from './foundation.ts';

/** Answers with the figures of customers and portfolios. */
export const readInsights = (foundation: Foundation): void => {
  const { api, buckets, tables } = foundation;
  const read = createFunction(foundation, 'read-insights', {
    environment: env,
    binds: {
      LICENSING_TABLE: table(tables.licensing, 'GetItem'),
      INSIGHTS_TABLE: table(tables.insights, 'GetItem', 'Query'),
      PORTFOLIOS_BUCKET: together(
        bucketObjects(buckets.portfolios, '*', 'GetObject'),
        missingObjects(buckets.portfolios),
      ),
    },
    errorsMean: 'Partners and operators could not read the insights or the portfolio they asked for.',
  });
  api.route(read, ...Object.values(ROUTES));
};

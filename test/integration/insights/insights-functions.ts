import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { SQSBatchResponse } from 'aws-lambda';
import { vi } from 'vitest';
import { allOperations } from '../../../functions/describe-api/operations.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { openApiDocument } from '../../../lib/http/openapi.ts';
import { s3Client } from '../../../lib/storage/object-store.ts';
import { type ApiAnswer, type ApiRequest, callApi, lambdaContext, operator } from '../../fixtures/api-event.ts';
import { loadLicensingFunctions } from '../../fixtures/licensing-functions.ts';
import { startQueue } from '../../fixtures/queue.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';
import { createOpenApiCheck } from '../../steps/openapi-check.ts';

/** The functions between what is told of customers and what is read of them, on servers of their own. */
export interface InsightsFunctions {
  readonly tables: TestTables;
  /** Calls as an operator unless somebody else is named, at the time it is. Answers are held against the description. */
  readonly call: (route: string, request?: Omit<ApiRequest, 'route'>) => Promise<ApiAnswer>;
  /** Recalculates customers as of a day and publishes portfolios, as a run does. */
  readonly run: (asOf: string, customerIds: readonly string[], portfolios: readonly string[]) => Promise<void>;
  /** Publishes a portfolio of a day as it stands. */
  readonly publish: (asOf: string, portfolio: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const deliver = async (handler: unknown, message: unknown): Promise<void> => {
  const attributes = { ApproximateReceiveCount: '1' };
  const record = { messageId: 'm', body: JSON.stringify(message), attributes, messageAttributes: {} };
  // Of a record the chain reads these four; Lambda's caller does not use callbacks.
  const invoke = handler as (event: unknown, context: unknown) => Promise<SQSBatchResponse>;
  const { batchItemFailures } = await invoke({ Records: [record] }, lambdaContext(300_000));
  if (batchItemFailures.length > 0) throw new Error(`A message returned to its queue: ${record.body}`);
};

/** Starts the functions at an instant; the clock stands still until it is set. What they consume is told where it is `metered`. */
export const startInsightsFunctions = async (
  now: string,
  options: { readonly metered?: boolean } = {},
): Promise<InsightsFunctions> => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) });
  const tables = await startTables(options);
  const queue = await startQueue('PUBLISH_QUEUE_URL');
  const PORTFOLIOS_BUCKET = 'portfolios';
  const AWS_ENDPOINT_URL_S3 = process.env.AWS_ENDPOINT_URL_SQS; // one server is both
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3,
    PORTFOLIOS_BUCKET,
    REPORTING_LAG_DAYS: '1',
    DELIVERIES: '15',
    RECALCULATION_QUEUE_URL: process.env.PUBLISH_QUEUE_URL, // there is time for all in one step
  });
  await s3Client().send(new CreateBucketCommand({ Bucket: PORTFOLIOS_BUCKET }));
  const licensing = await loadLicensingFunctions();
  const { handler: insights } = await import('../../../functions/read-insights/handler.ts');
  const { handler: recalculate } = await import('../../../functions/recalculate-customer/handler.ts');
  const { handler: publish } = await import('../../../functions/publish-portfolio/handler.ts');
  const check = createOpenApiCheck(JSON.parse(JSON.stringify(openApiDocument(allOperations, 'https://api.example'))));

  const publishPortfolio = (asOf: string, portfolio: string) =>
    deliver(publish, {
      portfolio,
      asOf,
      requestedAt: new Date().toISOString(),
      run: { portfolio: '~operator' },
      attempt: 99, // waits for nothing
    });
  return {
    tables,
    call: async (route, request) => {
      const isRead = route.includes('/insights') || route.endsWith('/portfolio');
      const wanted = { caller: operator, now: new Date(), ...request, route };
      const answer = await callApi(isRead ? insights : licensing(route), wanted);
      const [method = '', path = ''] = route.split(' ');
      check(method, path, answer.status, answer.body);
      return answer;
    },
    run: async (asOf, customerIds, portfolios) => {
      for (const customerId of customerIds)
        await deliver(recalculate, { customerId, asOf, catalogVersion: bundledCatalogue.version, daily: true });
      for (const portfolio of portfolios) await publishPortfolio(asOf, portfolio);
    },
    publish: publishPortfolio,
    stop: async () => {
      vi.useRealTimers();
      await queue.stop();
      await tables.stop();
    },
  };
};

import type { SQSBatchResponse } from 'aws-lambda';
import { vi } from 'vitest';
import { allOperations } from '../../../functions/describe-api/operations.ts';
import { openApiDocument } from '../../../lib/http/openapi.ts';
import type { RecalculateMessage } from '../../../lib/insights/run/recalculation-message.ts';
import { recalculateMessage } from '../../../lib/insights/run/recalculation-message.ts';
import type { Table } from '../../../lib/storage/table.ts';
import { type ApiAnswer, type ApiRequest, callApi, lambdaContext, operator } from '../../fixtures/api-event.ts';
import { loadLicensingFunctions } from '../../fixtures/licensing-functions.ts';
import { startQueue } from '../../fixtures/queue.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';
import { createOpenApiCheck } from '../../steps/openapi-check.ts';

/** The functions that go by the catalogue, on tables and a queue of their own. */
export interface CatalogueFunctions {
  readonly tables: TestTables;
  /** Calls as an operator unless somebody else is named, at the time it is. Answers are held against the description. */
  readonly call: (route: string, request?: Omit<ApiRequest, 'route'>) => Promise<ApiAnswer>;
  /** Starts a run over one customer; returns the message that recalculates it, as the queue holds it. */
  readonly requestRun: (customerId: string, asOf: string) => Promise<RecalculateMessage>;
  /** Delivers a message that recalculates; answers whether it is done, or returns to its queue. */
  readonly recalculate: (message: RecalculateMessage) => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

const now = () => new Date();

const deliver = async (handler: unknown, message: unknown): Promise<boolean> => {
  const attributes = { ApproximateReceiveCount: '1' };
  const record = { messageId: 'm', body: JSON.stringify(message), attributes, messageAttributes: {} };
  // Of a record the chain reads these four; Lambda's caller does not use callbacks.
  const invoke = handler as (event: unknown, context: unknown) => Promise<SQSBatchResponse>;
  return (await invoke({ Records: [record] }, lambdaContext(300_000))).batchItemFailures.length === 0;
};

/** Starts the functions at 10 o'clock of 2 March 2026; the clock stands still until it is set. */
export const startCatalogueFunctions = async (): Promise<CatalogueFunctions> => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-02T10:00:00Z') });
  const tables = await startTables();
  const queue = await startQueue('RECALCULATION_QUEUE_URL');
  Object.assign(process.env, {
    PUBLISH_QUEUE_URL: process.env.RECALCULATION_QUEUE_URL,
    REPORTING_LAG_DAYS: '1',
    DELIVERIES: '15',
    PORTFOLIOS_BUCKET: 'portfolios',
  });
  const { handler: catalogue } = await import('../../../functions/manage-catalogue/handler.ts');
  const licensing = await loadLicensingFunctions();
  const { handler: activity } = await import('../../../functions/ingest-activity/handler.ts');
  const { handler: insights } = await import('../../../functions/read-insights/handler.ts');
  const { handler: schedule } = await import('../../../functions/schedule-recalculation/handler.ts');
  const { handler: recalculate } = await import('../../../functions/recalculate-customer/handler.ts');

  const functionOf = (route: string): unknown => {
    if (/\/v1\/(?:product-groups|products|workloads)/u.test(route)) return catalogue;
    if (route.endsWith('/v1/activity')) return activity;
    return route.includes('/insights') ? insights : licensing(route);
  };
  const check = createOpenApiCheck(JSON.parse(JSON.stringify(openApiDocument(allOperations, 'https://api.example'))));
  return {
    tables,
    call: async (route, request) => {
      const answer = await callApi(functionOf(route), { caller: operator, now: now(), ...request, route });
      const [method = '', path = ''] = route.split(' ');
      check(method, path, answer.status, answer.body);
      return answer;
    },
    requestRun: async (customerId, asOf) => {
      const run = { asOf, requestedAt: now().toISOString(), portfolio: '~operator', customerId };
      if (!(await deliver(schedule, run))) throw new Error('The run did not start');
      const sent = (await queue.take(5)).map((one) => recalculateMessage.safeParse(one)).find(({ success }) => success);
      if (!sent?.data) throw new Error('The run sent no message');
      return sent.data;
    },
    recalculate: (message) => deliver(recalculate, message),
    stop: async () => {
      vi.useRealTimers();
      await queue.stop();
      await tables.stop();
    },
  };
};

/** The table, telling of each read and write before it is made. */
export const watched = (table: Table, tell: (operation: string) => void): Table => {
  const client = new Proxy(table.client, {
    get: (target, name) => {
      if (name !== 'send') return Reflect.get(target, name);
      return async (...command: Parameters<typeof target.send>) => {
        tell(command[0].constructor.name);
        return target.send(...command);
      };
    },
  });
  return { ...table, client };
};

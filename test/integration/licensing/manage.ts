import * as z from 'zod';
import { operations as manageAccess } from '../../../functions/manage-access/request.ts';
import { operations as manageLicensing } from '../../../functions/manage-licensing/request.ts';
import { operations as reviewAccess } from '../../../functions/review-access/request.ts';
import { openApiDocument } from '../../../lib/http/openapi.ts';
import { type ApiAnswer, type ApiRequest, callApi, operator } from '../../fixtures/api-event.ts';
import { loadLicensingFunctions } from '../../fixtures/licensing-functions.ts';
import { startQueue, type TestQueue } from '../../fixtures/queue.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';
import { createOpenApiCheck } from '../../steps/openapi-check.ts';

/** The functions that manage access and licensing, on tables and a queue of its own. */
export interface Manage {
  readonly tables: TestTables;
  readonly publishes: TestQueue;
  /** Calls them as API Gateway does; as an operator unless somebody else is named. Every answer is held against the API's description. */
  readonly call: (route: string, request?: Omit<ApiRequest, 'route'>) => Promise<ApiAnswer>;
  /** Creates partners of these ids. */
  readonly createPartners: (...ids: readonly string[]) => Promise<void>;
  /** Creates or replaces a customer as the operator does. */
  readonly putCustomer: (
    id: string,
    partners: readonly unknown[],
    more?: Record<string, unknown>,
  ) => Promise<ApiAnswer>;
  readonly stop: () => Promise<void>;
}

export const startManaging = async (): Promise<Manage> => {
  const tables = await startTables();
  const publishes = await startQueue('PUBLISH_QUEUE_URL');
  process.env.REPORTING_LAG_DAYS = '1';
  const functionOf = await loadLicensingFunctions();
  const operations = [
    ...Object.values(manageAccess),
    ...Object.values(manageLicensing),
    ...Object.values(reviewAccess),
  ];
  const check = createOpenApiCheck(JSON.parse(JSON.stringify(openApiDocument(operations, 'https://api.example'))));
  const call: Manage['call'] = async (route, request) => {
    const answer = await callApi(functionOf(route), { caller: operator, ...request, route });
    const [method = '', path = ''] = route.split(' ');
    if (answer.body !== undefined) check(method, path, answer.status, answer.body);
    return answer;
  };
  return {
    tables,
    publishes,
    call,
    createPartners: async (...ids) => {
      for (const id of ids) await call('PUT /v1/partners/{id}', { path: { id }, body: { name: `Partner ${id}` } });
    },
    putCustomer: (id, partners, more = {}) =>
      call('PUT /v1/customers/{id}', { path: { id }, body: { name: `Customer ${id}`, partners, ...more } }),
    stop: async () => {
      await publishes.stop();
      await tables.stop();
    },
  };
};

/** Whose portfolios these messages ask to publish, in the order of their ids. */
export const portfoliosIn = (messages: readonly unknown[]): string[] =>
  messages.map((message) => z.looseObject({ portfolio: z.string() }).parse(message).portfolio).sort();

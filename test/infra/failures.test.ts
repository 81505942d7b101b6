import type { SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { callApi, lambdaContext } from '../fixtures/api-event.ts';

// The metrics read the environment when they are loaded: with POWERTOOLS_DEV they are written to the console.
vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
vi.stubEnv('POWERTOOLS_DEV', 'true');
vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'Seatpulse/dev');
vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'function-under-test');
vi.resetModules(); // files share what they load
const { tryAgain } = await import('../../lib/http/try-again.ts');
const { portfolioBeingRebuilt } = await import('../../lib/portfolio/portfolio-problems.ts');
const { Problem } = await import('../../lib/problem/problem.ts');
const { apiHandler } = await import('../../lib/http/api-handler.ts');
const { operation } = await import('../../lib/http/operation.ts');
const { jobHandler } = await import('../../lib/jobs/job-handler.ts');

const published = z.object({
  _aws: z.object({ CloudWatchMetrics: z.tuple([z.object({ Namespace: z.string(), Dimensions: z.json() })]) }),
  service: z.string(),
  Failures: z.union([z.number(), z.array(z.number())]),
});

let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
});
afterEach(() => vi.restoreAllMocks());

/** The sum that was published where the alarms of the stack read it. */
const failures = (): number =>
  lines
    .map((line) => published.parse(JSON.parse(line)))
    .map(({ _aws: { CloudWatchMetrics }, service, Failures }) => {
      expect(CloudWatchMetrics[0]).toMatchObject({ Namespace: 'Seatpulse/dev', Dimensions: [['service']] });
      expect(service).toBe('function-under-test');
      return [Failures].flat().reduce((sum, one) => sum + one, 0);
    })
    .reduce((sum, one) => sum + one, 0);

const record = (messageId: string, body: string): SQSRecord => ({
  messageId,
  body,
  receiptHandle: messageId,
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: 'test',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:under-test',
  awsRegion: 'eu-central-1',
});

test('every message that fails is counted', async () => {
  const handler = jobHandler(z.object({ works: z.literal(true) }), { DELIVERIES: 15 }, async () => {});
  const Records = [record('a', '{"works":true}'), record('b', '{"works":false}'), record('c', 'no JSON')];
  const answer = await handler({ Records }, lambdaContext());
  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'b' }, { itemIdentifier: 'c' }]);
  expect(failures()).toBe(2);
});

const things = operation({ route: 'GET /v1/things', summary: 'Things', scopes: 'public', responses: {} });
const answerOf = (thrown: Error) =>
  callApi(
    apiHandler(
      { things },
      {
        things: async () => {
          throw thrown;
        },
      },
    ),
    { route: things.route },
  );

test.each([
  ['a failure of ours', new Error('broken'), 500, 1],
  ['what passes by itself', tryAgain(), 503, 0],
  ['a portfolio that is being published anew', portfolioBeingRebuilt(), 503, 0],
  ['a table that cannot be reached', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), 503, 0],
  [
    'a service that fails itself',
    Object.assign(new Error('Internal'), { name: 'InternalServerError', $metadata: { httpStatusCode: 500 } }),
    503,
    0,
  ],
  ['a busy service', Object.assign(new Error('Slow'), { name: 'SlowDown' }), 503, 0],
  [
    'a call that a service does not understand',
    Object.assign(new Error('Bad'), { name: 'ValidationException', $metadata: { httpStatusCode: 400 } }),
    500,
    1,
  ],
  ['a mistake of the caller', new Problem(400, 'invalid_query', 'No.'), 400, 0],
])('%s is answered, and counted if somebody must look at it', async (_, thrown, status, counted) => {
  expect((await answerOf(thrown)).status).toBe(status);
  expect(failures()).toBe(counted);
});

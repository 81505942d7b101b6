import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { sqsEvent } from '../../../infra/local/queues/sqs-event.ts';
import { apiHandler } from '../../../lib/http/api-handler.ts';
import { operation } from '../../../lib/http/operation.ts';
import { jobHandler } from '../../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../../lib/jobs/queue.ts';
import { workedFor } from '../../../lib/observability/logger.ts';
import { apiEvent, callApi, lambdaContext } from '../../fixtures/api-event.ts';
import { startQueue, type TestQueue } from '../../fixtures/queue.ts';

let queue: TestQueue;
let sqs: SQSClient;
beforeAll(async () => {
  queue = await startQueue('ORIGIN_QUEUE_URL');
  sqs = new SQSClient({});
});
afterAll(async () => {
  sqs.destroy();
  await queue.stop();
});

const queueUrl = () => process.env.ORIGIN_QUEUE_URL ?? '';

/** The next message, as Lambda hands it over. */
const receive = async () => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl(),
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
      WaitTimeSeconds: 5,
    }),
  );
  return sqsEvent(Messages, 'arn', 'eu-central-1');
};

const order = operation({
  route: 'POST /v1/things',
  summary: 'Things',
  scopes: 'public',
  responses: { 202: { description: 'Taken' } },
});
const api = apiHandler(
  { order },
  {
    order: async () => {
      await sendMessages(queueUrl(), [{ step: 1 }]);
      return { status: 202, headers: {} };
    },
  },
);

const worked: (string | undefined)[] = [];
const job = jobHandler(z.object({ step: z.number() }), { DELIVERIES: 15 }, async ({ step }) => {
  worked.push(workedFor());
  if (step === 1) await sendMessages(queueUrl(), [{ step: 2 }]);
});
// Middy's own type of a handler also knows callbacks, which Lambda's poller does not use.
const work = job as unknown as (event: unknown, context: unknown) => Promise<SQSBatchResponse>;

test('a job, and the one that follows from it, work for the request that asked for them', async () => {
  const { requestId } = apiEvent({ route: order.route }).requestContext;
  await callApi(api, { route: order.route });
  for (const _step of [1, 2]) await work(await receive(), lambdaContext());
  expect(worked.splice(0)).toEqual([requestId, requestId]);
});

test('what nobody asked for has the id of its first message', async () => {
  const event = sqsEvent([{ MessageId: 'first', Body: '{"step":1}', Attributes: {} }], 'arn', 'eu-central-1');
  await work(event, lambdaContext());
  await work(await receive(), lambdaContext());
  expect(worked.splice(0)).toEqual(['first', 'first']);
});

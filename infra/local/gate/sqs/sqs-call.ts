import type { Call, GateRequest, Place } from '../call.ts';
import { CallError } from '../call-error.ts';
import { type JsonObject, textOf } from '../json-body.ts';

/** What an SQS request (JSON protocol) asks for; a batch needs the permission of its single operation. */
export const sqsCall = (request: GateRequest, body: JsonObject, { region, account }: Place): Call => {
  const operation = /^AmazonSQS\.(\w+)$/.exec(request.headers['x-amz-target'] ?? '')?.[1];
  if (!operation) throw new CallError(400, 'InvalidAction', 'The X-Amz-Target header names no operation of SQS');
  const queue = textOf(body, 'QueueUrl')?.split('/').at(-1) ?? textOf(body, 'QueueName');
  return {
    service: 'sqs',
    operation,
    permissions: [
      {
        action: `sqs:${operation.replace(/Batch$/, '')}`,
        resource: queue === undefined ? '*' : `arn:aws:sqs:${region}:${account}:${queue}`,
      },
    ],
    conditionKeys: {},
    ...(queue === undefined ? {} : { queue }),
  };
};

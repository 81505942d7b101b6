import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Outcome } from './functions/function-instance.ts';
import { decide } from './gate/iam.ts';
import type { MayInvoke } from './iam/invoke-permissions.ts';
import { callUpstream } from './resources/call-upstream.ts';
import type { QueueDefinition } from './resources/queues.ts';

export interface DeliveryOptions {
  readonly queues: readonly QueueDefinition[];
  readonly region: string;
  readonly account: string;
  readonly sqs: URL;
  readonly mayInvoke: MayInvoke;
  readonly invoke: (functionArn: string, event: unknown) => Promise<Outcome>;
  /** A client that signs as a role. */
  readonly clientOf: (roleArn: string) => SQSClient;
}

/** Ways in which AWS's own services send to queues and functions. */
export interface Deliveries {
  /** EventBridge, as a service that the target's own policy must let. */
  readonly fromRule: (targetArn: string, body: string, ruleArn: string) => Promise<void>;
  /** EventBridge Scheduler, as a role. */
  readonly fromSchedule: (targetArn: string, roleArn: string, body: string) => Promise<void>;
}

/** Each delivery throws when the target is not of this stack, or when it is not allowed. */
export const createDeliveries = (options: DeliveryOptions): Deliveries => {
  const { queues, region, account, sqs, mayInvoke, invoke, clientOf } = options;
  const queueOf = (arn: string): QueueDefinition | undefined => queues.find((queue) => queue.arn === arn);
  const invokeFunction = async (arn: string, body: string): Promise<void> => {
    if (!arn.includes(':function:')) throw new Error('the runtime delivers to queues and functions of the stack only');
    const outcome = await invoke(arn, JSON.parse(body));
    if ('error' in outcome) throw new Error(outcome.error.errorMessage);
  };
  return {
    fromRule: async (targetArn, body, ruleArn) => {
      const queue = queueOf(targetArn);
      const service = 'events.amazonaws.com';
      if (!queue) {
        if (!mayInvoke(service, targetArn, ruleArn)) throw new Error('no permission of the function lets EventBridge');
        return invokeFunction(targetArn, body);
      }
      const permission = { action: 'sqs:SendMessage', resource: queue.arn };
      const keys = { 'aws:SourceArn': ruleArn, 'aws:SourceAccount': account, 'aws:SecureTransport': 'true' };
      const decision = decide(permission, keys, [], queue.policy, { service });
      if (decision !== 'allowed') throw new Error(`the policy of the queue does not let EventBridge (${decision})`);
      await callUpstream(sqs, region, 'AmazonSQS.SendMessage', { QueueUrl: queue.url, MessageBody: body });
    },
    fromSchedule: async (targetArn, roleArn, body) => {
      const queue = queueOf(targetArn);
      if (!queue) return invokeFunction(targetArn, body);
      await clientOf(roleArn).send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body }));
    },
  };
};

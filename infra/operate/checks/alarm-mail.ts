import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Stage } from '../../stages.ts';
import { error, type Finding, ok, warning } from '../findings.ts';

/** Whether the stage's alarms reach the address that they are to reach; `topics` are the stack's, by their ARNs. */
export const checkAlarmMail = async (
  client: SNSClient,
  { alarmEmail, name }: Stage,
  topics: readonly string[],
): Promise<Finding[]> => {
  if (alarmEmail === undefined) return [];
  const answers = await Promise.all(
    topics.map((TopicArn) => client.send(new ListSubscriptionsByTopicCommand({ TopicArn }))),
  );
  const theirs = answers
    .flatMap(({ Subscriptions = [] }) => Subscriptions)
    .filter((one) => one.Endpoint === alarmEmail);
  if (theirs.length === 0)
    return [error(`Alarms do not reach ${alarmEmail}`, `It unsubscribed, or: npm run deploy -- -c stage=${name}`)];
  return theirs.some((one) => one.SubscriptionArn?.startsWith('arn:'))
    ? [ok(`Alarms reach ${alarmEmail}`)]
    : [
        warning(
          `${alarmEmail} has not agreed to be told of alarms`,
          'Follow the link in the mail from AWS Notifications.',
        ),
      ];
};

import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps as AlarmSettings,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type RunbookSection, runbookPlace } from './runbook.ts';

/** What every alarm tells whom it wakes up. */
interface Told {
  readonly metric: IMetric;
  /** A sentence that says what users notice: it is what the person woken up reads. */
  readonly meaning: string;
  /** What to do then. */
  readonly runbook: RunbookSection;
}

/** One alarm: what is measured, from which value on, and what it means for users. */
export interface AlarmProps extends Told {
  readonly threshold: number;
  /** Of so many of the newest periods, so many must reach the threshold; by default the newest one. */
  readonly periods?: { readonly looked: number; readonly reached: number };
}

/** Over how long the alarms measure. */
export const ALARM_PERIOD = Duration.minutes(5);

/**
 * For metrics that the functions write to their logs: these may come minutes late, when their period was judged
 * already. The alarm looks at the periods before, too.
 */
export const MAY_COME_LATE = { looked: 3, reached: 1 } as const;

/** The topic all alarms go to. */
export class Alarms extends Construct {
  private readonly topic: Topic;

  constructor(scope: Construct, id: string, props: { readonly email?: string | undefined }) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    // A policy of its own, as `enforceSSL` makes one, replaces the one that lets the whole account publish:
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email));
  }

  /** Adds an alarm that rings when the metric reaches the threshold; no data is no alarm. */
  add(scope: Construct, id: string, { threshold, periods, ...told }: AlarmProps): Alarm {
    const { looked, reached } = periods ?? { looked: 1, reached: 1 };
    return this.create(scope, id, told, {
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: looked,
      datapointsToAlarm: reached,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /**
   * Adds an alarm that rings when nothing was counted for so many hours, at most 168. The metric is to be of hours.
   * In a new stack it rings until the first count.
   */
  addHeartbeat(scope: Construct, id: string, hours: number, told: Told): void {
    this.create(scope, id, told, {
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: hours,
      datapointsToAlarm: hours,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  private create(
    scope: Construct,
    id: string,
    { metric, meaning, runbook }: Told,
    settings: Omit<AlarmSettings, 'metric'>,
  ): Alarm {
    const alarm = new Alarm(scope, id, {
      ...settings,
      metric,
      alarmDescription: `${meaning} What to do: ${runbookPlace(runbook)}`,
    });
    const tell = new SnsAction(this.topic);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
    return alarm;
  }
}

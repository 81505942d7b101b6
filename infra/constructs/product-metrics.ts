import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Stage } from '../stages.ts';
import { ALARM_PERIOD } from './alarms.ts';

/** Stages in one account count apart, so that one does not ring the other's alarms. */
export const metricsNamespaceOf = ({ name }: Stage): string => `Seatpulse/${name}`;

/** How often a function (by its folder's name) counted something, per period: its name stands in `lib/observability/metrics.ts`. */
export const countedBy = (stage: Stage, service: string, metricName: string, period = ALARM_PERIOD): Metric =>
  new Metric({
    namespace: metricsNamespaceOf(stage),
    metricName,
    dimensionsMap: { service },
    statistic: 'Sum',
    period,
  });

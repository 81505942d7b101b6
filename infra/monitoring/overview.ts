import { Aws, Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { JobQueue } from '../constructs/job-queue.ts';
import { ProductFunction } from '../constructs/product-function.ts';
import { countedBy } from '../constructs/product-metrics.ts';
import type { Foundation } from '../foundation.ts';

/** Widgets stand two in a row: a dashboard is 24 units wide. */
const WIDTH = 12;
const PERIOD = Duration.minutes(5);

/** The dashboard of the stack's name in CloudWatch. To be called when all functions are made. */
export const overview = ({ scope, stage, queues, api }: Foundation): void => {
  const functions = scope.node.findAll().filter((construct) => construct instanceof ProductFunction);
  const byName = Object.entries<JobQueue>(queues);
  const perFunction = (options: (of: ProductFunction) => IMetric) => functions.map(options);
  const graphs: readonly (readonly [title: string, left: readonly IMetric[], right?: readonly IMetric[]])[] = [
    [
      'Runs: customers recalculated, and those that were pending when published',
      [
        counted(stage, 'recalculate-customer', 'CustomersRecalculated'),
        counted(stage, 'publish-portfolio', 'CustomersPending'),
      ],
      [
        counted(stage, 'publish-portfolio', 'PortfoliosPublished'),
        counted(stage, 'publish-portfolio', 'RunsPublished'),
      ],
    ],
    [
      'Queues: age of the oldest job, in seconds',
      byName.map(([label, { queue }]) =>
        queue.metricApproximateAgeOfOldestMessage({ label, statistic: 'Maximum', period: PERIOD }),
      ),
    ],
    [
      'Queues: jobs that failed for good',
      byName.map(([label, { deadLetters }]) =>
        deadLetters.metricApproximateNumberOfMessagesVisible({ label, statistic: 'Maximum', period: PERIOD }),
      ),
    ],
    [
      'Imports and exports: steps worked on, and steps that failed',
      [queues.imports, queues.exports].map(({ queue }) => queue.metricNumberOfMessagesDeleted(SUM)),
      [counted(stage, 'import-file', 'Failures'), counted(stage, 'write-export', 'Failures')],
    ],
    [
      'Functions: failures',
      perFunction(({ lambda, folder }) => lambda.metricErrors({ ...SUM, label: `${folder} broke off` })),
      perFunction(({ folder }) => counted(stage, folder, 'Failures', folder)),
    ],
    [
      'Functions: duration, 99th percentile, in milliseconds',
      perFunction(({ lambda, folder }) => lambda.metricDuration({ label: folder, statistic: 'p99', period: PERIOD })),
    ],
    [
      'Functions of the whole account: at once, and those that were not started',
      [ofLambda('ConcurrentExecutions', 'Maximum')],
      [ofLambda('Throttles', 'Sum')],
    ],
    ['API: calls, and answers 4xx and 5xx', [api.calls('Count')], [api.calls('4xx'), api.calls('5xx')]],
    [
      'Events taken and refused',
      [counted(stage, 'ingest-activity', 'EventsAccepted'), counted(stage, 'ingest-activity', 'EventsRejected')],
    ],
    [
      'Mails of the whole account: sent, come back, complained about',
      [ofSes('Send')],
      [ofSes('Bounce'), ofSes('Complaint')],
    ],
  ];
  new Dashboard(scope, 'Overview', {
    dashboardName: Aws.STACK_NAME,
    defaultInterval: Duration.days(2),
    widgets: pairs(graphs).map((row) =>
      row.map(
        ([title, left, right = []]) => new GraphWidget({ title, left: [...left], right: [...right], width: WIDTH }),
      ),
    ),
  });
};

const SUM: MetricOptions = { statistic: 'Sum', period: PERIOD };

const counted = (stage: Foundation['stage'], service: string, name: string, label = name): IMetric =>
  countedBy(stage, service, name, PERIOD).with({ label });

const ofLambda = (metricName: string, statistic: string): IMetric =>
  new Metric({ namespace: 'AWS/Lambda', metricName, statistic, period: PERIOD });

const ofSes = (metricName: string): IMetric => new Metric({ ...SUM, namespace: 'AWS/SES', metricName });

const pairs = <Item>(items: readonly Item[]): Item[][] =>
  items.flatMap((item, index) => (index % 2 === 0 ? [[item, ...items.slice(index + 1, index + 2)]] : []));

import { Metrics } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';

/** Its namespace is the stage's, POWERTOOLS_METRICS_NAMESPACE. */
const metrics = new Metrics();

/** What the product counts about its own work. */
type Counted =
  | 'EventsAccepted'
  | 'EventsRejected'
  | 'CustomersRecalculated'
  | 'PortfoliosPublished'
  | 'CustomersPending'
  /** The operator's portfolio was published with the figures of all customers, of whom there may be none. */
  | 'RunsPublished'
  | 'MailsBounced'
  | 'MailsComplained'
  /** What Lambda does not see as an error: a message handed back, an answer of 500. */
  | 'Failures';

/** Adds to a count of this invocation; CloudWatch receives the sums through the log (embedded metric format). */
export const countUp = (name: Counted, by = 1): void => {
  metrics.addMetric(name, 'Count', by);
};

/** Writes out what was counted, however the invocation ends. */
export const publishMetrics = (): MiddlewareObj<unknown, unknown> => {
  const publish = () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return { after: publish, onError: publish };
};

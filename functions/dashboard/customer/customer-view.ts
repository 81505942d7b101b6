import type { Customer } from '../../../lib/customers/customer.ts';
import type { Comparison } from '../../../lib/insights/view/comparison.ts';
import type { CustomerInsights } from '../../../lib/insights/view/insights.ts';
import type { Trend } from '../../../lib/insights/view/trend.ts';
import type { SubscriptionsView } from '../../../lib/licensing/seller-lists.ts';

/** What every state of the customer page knows. */
export interface CustomerStanding {
  readonly customer: Pick<Customer, 'customerId' | 'name' | 'domain'>;
  /** The first day that the viewer may read, where there is one. */
  readonly historyBegins: string | undefined;
  /** The days that have figures, up to the one that is shown or asked for. */
  readonly trend: Trend;
  /** What the address asks for (`YYYY-MM-DD`): a day, and two to compare. */
  readonly asked: {
    readonly asOf?: string | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
  };
  /** The UTC day on which the page is looked at. */
  readonly today: string;
}

/** What the customer page shows of a day that has figures. */
export interface CustomerView extends CustomerStanding {
  readonly insights: CustomerInsights;
  readonly subscriptions: SubscriptionsView;
  /** Products by id, those too that have no figures. */
  readonly productName: (sku: string) => string;
  /** The operator's own view: of all sellers and posters. */
  readonly ofAll: boolean;
  /** What products are chosen by, where the viewer may map what files could not name. */
  readonly offered?: readonly string[] | undefined;
  /** Whether the viewer may say which ids are the same person, by a file. */
  readonly mayMapIdentities?: boolean;
  /** The two days compared, or the sentence that says why they are not; nothing when none were asked for. */
  readonly compared: Comparison | string | undefined;
}

/** The address of the customer's page. */
export const customerHref = (customerId: string): string => `/customers/${encodeURIComponent(customerId)}`;

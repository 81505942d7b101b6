import type { ComponentChildren } from 'preact';
import type { Formats } from '../parts/formats.ts';
import { customerTexts as texts } from './customer-texts.ts';
import { type CustomerStanding, type CustomerView, customerHref } from './customer-view.ts';

/** Who the customer is, of when the figures are, and the way to other days. */
export const CustomerHeading = ({ view, formats }: { view: CustomerView; formats: Formats }) => {
  const { insights } = view;
  const stale = insights.sources.filter((one) => one.stale).length;
  return (
    <div class="heading customer">
      <CustomerTitle view={view}>
        <p class="facts">
          <span>{texts.asOf(formats.day(insights.asOf))}</span>
          <span>{texts.window(formats.shortDay(insights.window.from), formats.shortDay(insights.window.to))}</span>
          <span>{texts.processed(formats.time(insights.processedAt))}</span>
          {stale > 0 ? <a href="#data">{texts.staleSources(stale)}</a> : null}
        </p>
      </CustomerTitle>
      <DayForm view={view} shown={insights.asOf} />
    </div>
  );
};

/** The customer's name under the way back, and what is said right below it. */
export const CustomerTitle = ({
  view: {
    customer: { customerId, name, domain },
  },
  children,
}: {
  view: CustomerStanding;
  children?: ComponentChildren;
}) => (
  <div>
    <p class="back">
      <a href="/">{texts.toPortfolio}</a>
    </p>
    <h1>
      <bdi>{name}</bdi>
    </h1>
    <p class="facts">
      <span>{customerId}</span>
      {domain === undefined ? null : <span>{domain}</span>}
    </p>
    {children}
  </div>
);

/** Asks for the figures of another day. */
export const DayForm = ({
  view: { customer, asked, historyBegins, today },
  shown,
}: {
  view: CustomerStanding;
  shown: string;
}) => (
  <form class="day-form" method="get" action={customerHref(customer.customerId)}>
    <div class="field">
      <label for="as-of">{texts.chooseDay}</label>
      <input id="as-of" name="asOf" type="date" value={shown} min={historyBegins} max={today} required />
    </div>
    <div class="buttons">
      <button type="submit">{texts.show}</button>
      {asked.asOf === undefined ? null : <a href={customerHref(customer.customerId)}>{texts.newest}</a>}
    </div>
  </form>
);

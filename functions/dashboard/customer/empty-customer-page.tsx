import type { VNode } from 'preact';
import { type Formats, formatsOf } from '../parts/formats.ts';
import { documentOf } from '../site/layout.tsx';
import type { Shell } from '../site/shell.ts';
import { customerTexts as texts } from './customer-texts.ts';
import { type CustomerStanding, customerHref } from './customer-view.ts';
import { CustomerTitle, DayForm } from './heading.tsx';

/** The page of a customer on a day without figures: says why, and what to do. */
export const customerEmptyPage = (view: CustomerStanding, shell: Shell): VNode => {
  const formats = formatsOf(shell.locale);
  const { asked, customer } = view;
  return documentOf(
    shell,
    { title: customer.name, section: 'portfolio' },
    <>
      <div class="heading customer">
        <CustomerTitle view={view} />
        {asked.asOf === undefined ? null : <DayForm view={view} shown={asked.asOf} />}
      </div>
      <div class="message">
        {asked.asOf === undefined ? <NoneYet /> : <NotThatDay view={view} day={asked.asOf} formats={formats} />}
        {view.historyBegins === undefined ? null : (
          <p class="note">{texts.historyBegins(formats.day(view.historyBegins))}</p>
        )}
      </div>
    </>,
  );
};

const NoneYet = () => (
  <>
    <h2>{texts.noFigures}</h2>
    <p>{texts.noFiguresText}</p>
    <p>
      <a class="button primary" href="/imports">
        {texts.toImports}
      </a>
    </p>
  </>
);

const NotThatDay = ({ view, day, formats }: { view: CustomerStanding; day: string; formats: Formats }) => {
  const nearest = view.trend.days.at(-1)?.day;
  const href = customerHref(view.customer.customerId);
  return (
    <>
      <h2>{texts.noFiguresThatDay(formats.day(day))}</h2>
      <p>{texts.noFiguresThatDayText}</p>
      {nearest === undefined ? null : (
        <p>
          <a href={`${href}?asOf=${nearest}`}>{texts.nearestDay(formats.day(nearest))}</a>
        </p>
      )}
    </>
  );
};

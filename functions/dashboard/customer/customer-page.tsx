import type { VNode } from 'preact';
import { formatsOf } from '../parts/formats.ts';
import { documentOf } from '../site/layout.tsx';
import { SeatsNotCounted } from '../site/seats-not-counted.tsx';
import type { Shell } from '../site/shell.ts';
import { CustomerActiveDays } from './active-days.tsx';
import { CustomerAlternatives } from './alternatives.tsx';
import { CustomerComparison } from './comparison.tsx';
import { customerTexts as texts } from './customer-texts.ts';
import type { CustomerView } from './customer-view.ts';
import { CustomerDeployment } from './deployment.tsx';
import { CustomerFamilies } from './families.tsx';
import { CustomerHeading } from './heading.tsx';
import { CustomerRecommendations } from './recommendations.tsx';
import { CustomerProductWorkloads, CustomerSources } from './sources.tsx';
import { CustomerSubscriptions } from './subscriptions.tsx';
import { CustomerReported, CustomerSupport } from './support.tsx';
import { CustomerTiles } from './tiles.tsx';
import { CustomerTrend } from './trend.tsx';
import { CustomerUsage } from './usage.tsx';

/** The page of a customer on a day that has figures. */
export const customerPage = (view: CustomerView, shell: Shell): VNode => {
  const formats = formatsOf(shell.locale);
  const { usage, recommendations, supportCases, seatsNotCounted, moreNotCounted } = view.insights;
  return documentOf(
    shell,
    { title: view.customer.name, section: 'portfolio' },
    <>
      <CustomerHeading view={view} formats={formats} />
      <Sections />
      <CustomerTiles view={view} formats={formats} />
      <CustomerRecommendations recommendations={recommendations} formats={formats} />
      <CustomerDeployment view={view} formats={formats} />
      <CustomerUsage workloads={usage.workloads} formats={formats} />
      <CustomerFamilies usage={usage} formats={formats} />
      <CustomerAlternatives view={view} formats={formats} />
      <CustomerTrend view={view} formats={formats} />
      <CustomerComparison view={view} formats={formats} />
      <CustomerActiveDays workloads={usage.workloads} asOf={view.insights.asOf} formats={formats} />
      <CustomerSubscriptions view={view} formats={formats} />
      <CustomerReported view={view} formats={formats} />
      <SeatsNotCounted
        rows={seatsNotCounted}
        more={moreNotCounted}
        offered={view.offered}
        visitor={shell.visitor}
        formats={formats}
      />
      <div class="columns">
        <CustomerSupport cases={supportCases} ofAll={view.ofAll} formats={formats} />
        <CustomerSources view={view} formats={formats} />
      </div>
      <CustomerProductWorkloads view={view} formats={formats} />
    </>,
  );
};

const SECTIONS = [
  ['recommendations', texts.recommendations],
  ['deployment', texts.byProduct],
  ['usage', texts.byWorkload],
  ['trend', texts.trend],
  ['compare', texts.compare],
  ['subscriptions', texts.subscriptionsShort],
  ['data', texts.data],
] as const;

/** The way to the parts of a long page. */
const Sections = () => (
  <nav class="sections" aria-label={texts.sections}>
    <ul>
      {SECTIONS.map(([id, name]) => (
        <li key={id}>
          <a href={`#${id}`}>{name}</a>
        </li>
      ))}
    </ul>
  </nav>
);

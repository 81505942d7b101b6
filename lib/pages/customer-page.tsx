import type { VNode } from 'preact';
import { CustomerActiveDays } from './customer-active-days.tsx';
import { CustomerComparison } from './customer-comparison.tsx';
import { CustomerDeployment } from './customer-deployment.tsx';
import { CustomerFamilies } from './customer-families.tsx';
import { CustomerHeading } from './customer-heading.tsx';
import { CustomerRecommendations } from './customer-recommendations.tsx';
import { CustomerProductWorkloads, CustomerSources } from './customer-sources.tsx';
import { CustomerSubscriptions } from './customer-subscriptions.tsx';
import { CustomerReported, CustomerSupport } from './customer-support.tsx';
import { customerTexts as texts } from './customer-texts.ts';
import { CustomerTiles } from './customer-tiles.tsx';
import { CustomerTrend } from './customer-trend.tsx';
import { CustomerUsage } from './customer-usage.tsx';
import type { CustomerView } from './customer-view.ts';
import { formatsOf } from './formats.ts';
import { documentOf } from './layout.tsx';
import type { Shell } from './shell.ts';

/** The page of a customer on a day that has figures. */
export const customerPage = (view: CustomerView, shell: Shell): VNode => {
  const formats = formatsOf(shell.locale);
  const { usage, recommendations, sources, supportCases } = view.insights;
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
      <CustomerTrend view={view} formats={formats} />
      <CustomerComparison view={view} formats={formats} />
      <CustomerActiveDays workloads={usage.workloads} formats={formats} />
      <CustomerSubscriptions view={view} formats={formats} />
      <CustomerReported view={view} formats={formats} />
      <div class="columns">
        <CustomerSupport cases={supportCases} ofAll={view.ofAll} formats={formats} />
        <CustomerSources sources={sources} formats={formats} />
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

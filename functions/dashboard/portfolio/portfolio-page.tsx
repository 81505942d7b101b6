import type { VNode } from 'preact';
import { aboutText, atStakeText, recommendationName } from '../../../lib/insights/view/recommendation-texts.ts';
import type { Attention } from '../../../lib/portfolio/generation/generation.ts';
import { type Formats, formatsOf } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Tile } from '../parts/parts.tsx';
import { Severity } from '../parts/severity.tsx';
import { documentOf } from '../site/layout.tsx';
import type { Shell } from '../site/shell.ts';
import { PortfolioBreakdownTables } from './breakdown.tsx';
import { PortfolioFilters } from './filters.tsx';
import { portfolioTexts as texts } from './portfolio-texts.ts';
import type { PortfolioView } from './portfolio-view.ts';
import { PortfolioTable } from './table.tsx';

/** The page of a portfolio: totals, what needs attention, and all customers. */
export const portfolioPage = (view: PortfolioView, shell: Shell): VNode => {
  const formats = formatsOf(shell.locale);
  const { generation, totals } = view;
  return documentOf(
    shell,
    { title: texts.title(shell.portfolioName), section: 'portfolio' },
    <>
      <div class="heading">
        <h1>
          <bdi>{texts.title(shell.portfolioName)}</bdi>
        </h1>
        <p class="facts">
          <span>{texts.asOf(formats.day(generation.asOf))}</span>
          <span>{texts.customers(formats.count(totals.customers))}</span>
          {totals.staleCustomers > 0 ? (
            <a href="/?stale=true">{texts.stale(formats.count(totals.staleCustomers))}</a>
          ) : null}
        </p>
        {totals.partlyHeardCustomers ? (
          <p class="note">
            {texts.partlyHeard(totals.partlyHeardCustomers, formats.count(totals.partlyHeardCustomers))}
          </p>
        ) : null}
        {generation.pending > 0 ? <p class="note">{texts.pending(generation.pending)}</p> : null}
      </div>
      <Totals view={view} formats={formats} />
      <AttentionList attention={view.attention} formats={formats} />
      <section aria-labelledby="customers">
        <Heading id="customers" title={texts.table} meaning="portfolio" />
        <PortfolioFilters view={view} />
        <PortfolioTable view={view} formats={formats} />
      </section>
      <PortfolioBreakdownTables breakdown={view.breakdown} formats={formats} />
    </>,
  );
};

const Totals = ({ view: { totals, generation, query }, formats }: { view: PortfolioView; formats: Formats }) => {
  // The figures of 28 days before are those of the whole portfolio.
  const isWhole =
    query.search === undefined &&
    query.family === undefined &&
    query.product === undefined &&
    query.recommendation === undefined &&
    query.stale === undefined;
  const earlier = isWhole ? generation.earlier?.totals : undefined;
  const changed = (now: number | null, before: number | null | undefined) =>
    now === null || before == null ? undefined : now - before;
  const points = (now: number | null, before: number | null | undefined) => {
    const change = changed(now, before);
    return change === undefined ? undefined : texts.pointsIn28Days(formats.points(change));
  };
  const count = (now: number | null, before: number | null | undefined) => {
    const change = changed(now, before);
    return change === undefined ? undefined : texts.changeIn28Days(formats.change(change));
  };
  return (
    <dl class="tiles">
      <Tile
        name={texts.deployment}
        value={formats.percent(totals.deploymentPercent)}
        note={texts.deploymentCounts(formats.count(totals.assigned), formats.count(totals.sold))}
        change={points(totals.deploymentPercent, earlier?.deploymentPercent)}
      />
      <Tile
        name={texts.usage}
        value={formats.percent(totals.usagePercent)}
        note={texts.usageCounts(formats.count(totals.activeEntitlements), formats.count(totals.qualified))}
        change={points(totals.usagePercent, earlier?.usagePercent)}
      />
      <Tile
        name={texts.people}
        value={formats.count(totals.activePeople)}
        note={texts.peopleNote}
        change={count(totals.activePeople, earlier?.activePeople)}
      />
      <Tile
        name={texts.idle}
        value={formats.count(totals.idle)}
        note={texts.idleNote}
        change={count(totals.idle, earlier?.idle)}
      />
    </dl>
  );
};

const AttentionList = ({ attention, formats }: { attention: readonly Attention[]; formats: Formats }) => (
  <section aria-labelledby="attention" class="attention">
    <Heading id="attention" title={texts.attention} meaning="recommendations" />
    {attention.length === 0 ? (
      <p class="note">{texts.noAttention}</p>
    ) : (
      <ol>
        {attention.map(({ customerId, name, recommendation }) => (
          <li key={customerId}>
            <a href={`/customers/${encodeURIComponent(customerId)}#recommendations`}>
              <bdi>{name}</bdi>
            </a>
            <Severity severity={recommendation.severity} name={recommendationName(recommendation.id)} />
            <bdi class="about">{aboutText(recommendation)}</bdi>
            <span class="stake">{atStakeText(recommendation, formats.count(recommendation.atStake))}</span>
          </li>
        ))}
      </ol>
    )}
    {attention.length === 0 ? null : <p class="note">{texts.stakeNote}</p>}
  </section>
);

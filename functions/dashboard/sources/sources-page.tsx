import type { VNode } from 'preact';
import type { ShownPartnerSource } from '../../../lib/sources/managing/shown-source.ts';
import type { ProposedCustomer } from '../../../lib/sources/store/proposed-customer-table.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { type Formats, formatsOf } from '../parts/formats.ts';
import { MorePages } from '../parts/more-pages.tsx';
import { Alert, Scroll, Status } from '../parts/parts.tsx';
import { ComputeNow } from '../site/compute-now.tsx';
import { documentOf, FormToken } from '../site/layout.tsx';
import type { Visitor } from '../site/page.ts';
import type { Shell } from '../site/shell.ts';
import { CustomerRow } from './customer-rows.tsx';
import type { ListedSource } from './listed-source.ts';
import { Proposed } from './proposed.tsx';
import { SourceForm } from './source-form.tsx';
import { SOURCE_STATE_TEXTS, sourcesTexts as texts } from './sources-texts.ts';

/** What the page of sources shows. */
export interface SourcesView {
  /** Those of the partner; `undefined` for an operator who acts for all. */
  readonly partners: readonly ShownPartnerSource[] | undefined;
  readonly proposed: readonly ProposedCustomer[];
  /** One page of the sources of customers. */
  readonly sources: readonly ListedSource[];
  /** Where the list goes on. */
  readonly cursor?: string | undefined;
  readonly isFirstPage: boolean;
  readonly mayChange: boolean;
  readonly usualHour: number;
  /** What was done just before. */
  readonly done?: keyof typeof texts.done | undefined;
  /** Why something was not done. */
  readonly problem?: string | undefined;
}

/** The page of sources: from where data is collected, how that stands, and who was found. */
export const sourcesPage = (view: SourcesView, shell: Shell): VNode => {
  const formats = formatsOf(shell.locale);
  const visitor = view.mayChange ? shell.visitor : undefined;
  return documentOf(
    shell,
    { title: texts.title, section: 'sources' },
    <>
      <div class="heading">
        <h1>{texts.title}</h1>
        <p class="facts">{texts.about}</p>
      </div>
      <Alert title={texts.refused} text={view.problem} />
      {view.done === undefined ? null : <p role="status">{texts.done[view.done]}</p>}
      {view.mayChange ? null : <p class="note">{texts.missingScopes}</p>}
      <Customers view={view} visitor={visitor} formats={formats} />
      <ComputeNow visitor={visitor} back="/sources" />
      {view.partners ? <Proposed customers={view.proposed} visitor={visitor} /> : null}
      <section aria-labelledby="partners">
        <h2 id="partners">{texts.partners}</h2>
        {view.partners ? null : <p class="note">{texts.noPartner}</p>}
        {view.partners?.length === 0 ? <p class="note">{texts.none}</p> : null}
        {view.partners?.map((source) => (
          <PartnerSource key={source.name} source={source} view={view} visitor={visitor} formats={formats} />
        ))}
        {view.partners && visitor ? (
          <details open={view.partners.length === 0}>
            <summary>{texts.add}</summary>
            <SourceForm source={undefined} usualHour={view.usualHour} visitor={visitor} />
          </details>
        ) : null}
      </section>
    </>,
  );
};

const Customers = ({
  view: { sources, cursor, isFirstPage, partners },
  visitor,
  formats,
}: {
  view: SourcesView;
  visitor: Visitor | undefined;
  formats: Formats;
}) => (
  <section aria-labelledby="customers">
    <h2 id="customers">{texts.customers}</h2>
    {sources.length === 0 ? (
      <p class="note">{isFirstPage ? texts.empty : texts.nothingHere}</p>
    ) : (
      <Scroll labelledBy="customers">
        <table class="sources">
          <ColumnHeads
            words={[texts.customer, texts.state, texts.collected, texts.through, texts.next, texts.collect]}
            numbers={[]}
          />
          <tbody>
            {sources.map((listed) => (
              <CustomerRow
                key={`${listed.source.customerId}/${listed.source.partnerId}/${listed.source.name}`}
                listed={listed}
                visitor={visitor && partners ? visitor : undefined}
                formats={formats}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
    <MorePages
      label={texts.pages}
      path="/sources"
      cursor={cursor}
      older={texts.more}
      newest={isFirstPage ? undefined : texts.first}
    />
    {visitor && partners?.length ? <FollowForm partners={partners} visitor={visitor} /> : null}
  </section>
);

/** Has a customer collected by one of the partner's sources. */
const FollowForm = ({ partners, visitor }: { partners: readonly ShownPartnerSource[]; visitor: Visitor }) => (
  <details>
    <summary>{texts.follow}</summary>
    <form method="post" action="/sources/customers" class="card">
      <FormToken visitor={visitor} />
      <p class="note">{texts.followNote}</p>
      <div class="filters">
        <div class="field">
          <label for="follow-customer">{texts.customerId}</label>
          <input id="follow-customer" name="customerId" required autocomplete="off" spellcheck={false} />
        </div>
        <div class="field">
          <label for="follow-tenant">{texts.tenantId}</label>
          <input id="follow-tenant" name="tenantId" required autocomplete="off" spellcheck={false} />
        </div>
        <div class="field">
          <label for="follow-source">{texts.source}</label>
          <select id="follow-source" name="name">
            {partners.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </div>
      <button type="submit">{texts.followSave}</button>
    </form>
  </details>
);

const PartnerSource = ({
  source,
  view,
  visitor,
  formats,
}: {
  source: ShownPartnerSource;
  view: SourcesView;
  visitor: Visitor | undefined;
  formats: Formats;
}) => {
  const { name, hour, credentialsSetAt, customers, settings } = source;
  const auth = settings.auth === 'partner' ? texts.auth.partner : texts.auth.application;
  const set = credentialsSetAt === undefined ? texts.never : formats.time(credentialsSetAt);
  return (
    <div class="partner-source">
      <h3>
        {name} <span class="about">{texts.kind}</span>
      </h3>
      <p>{texts.facts(auth, `${hour}:00`, set)}</p>
      {customers === undefined ? null : (
        <>
          <p>
            {texts.look(formats.count(customers.found), formats.time(customers.startedAt))}{' '}
            <Status status={customers.state === 'ok' ? 'complete' : 'failed'}>
              {SOURCE_STATE_TEXTS[customers.state]}
            </Status>
          </p>
          {customers.state === 'ok' ? null : <p class="note">{customers.remedy}</p>}
        </>
      )}
      {visitor ? (
        <>
          <form method="post" action={`/sources/${encodeURIComponent(name)}/collections`}>
            <FormToken visitor={visitor} />
            <button type="submit" aria-label={texts.collectFrom(name)}>
              {texts.collect}
            </button>
          </form>
          <details>
            <summary>{texts.change(name)}</summary>
            <SourceForm source={source} usualHour={view.usualHour} visitor={visitor} />
          </details>
        </>
      ) : null}
    </div>
  );
};

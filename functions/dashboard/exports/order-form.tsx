import { type ExportReport, exportReport } from '../../../lib/exports/job/export-job.ts';
import { Choice } from '../parts/choice.tsx';
import type { Formats } from '../parts/formats.ts';
import { Alert } from '../parts/parts.tsx';
import { FormToken } from '../site/layout.tsx';
import type { Visitor } from '../site/page.ts';
import { REPORT_NAMES, exportListTexts as texts } from './export-list-texts.ts';

/** The figures that are published now: none yet, or such as may not be shown until they are published anew. */
export type PublishedFigures =
  | { readonly state: 'none' }
  | { readonly state: 'rebuilding' }
  | { readonly state: 'ready'; readonly asOf: string };

/** What an export can be made of now, and what the form says already. */
export interface ExportOrder {
  readonly figures: PublishedFigures;
  /** The partner's list; `undefined` for an operator who acts for all. */
  readonly recipients: readonly string[] | undefined;
  /** Makes the form, sent twice, ask for one export. */
  readonly requestKey: string;
  readonly reports: readonly ExportReport[];
  readonly email: readonly string[];
  /** The only customer in it. */
  readonly customer?: { readonly customerId: string; readonly name: string } | undefined;
  /** Why the form that was sent was not taken. */
  readonly problem?: string | undefined;
}

/** The form that asks for an export; in its place, why there is none and what to do. */
export const ExportOrderForm = ({
  order,
  visitor,
  formats,
}: {
  order: ExportOrder;
  visitor: Visitor | undefined;
  formats: Formats;
}) => {
  const { figures, customer, problem } = order;
  if (figures.state === 'rebuilding') return <p class="note">{texts.rebuilding}</p>;
  if (figures.state === 'none')
    return (
      <>
        <p>{texts.noFigures}</p>
        <a class="button" href="/imports">
          {texts.toImports}
        </a>
      </>
    );
  return (
    <>
      <Alert title={texts.refused} text={problem} />
      <form method="post" action="/exports" class="card">
        {visitor ? <FormToken visitor={visitor} /> : null}
        <input type="hidden" name="requestKey" value={order.requestKey} />
        {customer === undefined ? null : (
          <p>
            <input type="hidden" name="customerId" value={customer.customerId} />
            {texts.ofCustomer(customer.name)} <a href="/exports">{texts.ofAll}</a>
          </p>
        )}
        <div class="columns">
          <fieldset>
            <legend>{texts.reports}</legend>
            {exportReport.options.map((report) => (
              <Choice
                key={report}
                type="checkbox"
                name="reports"
                value={report}
                checked={order.reports.includes(report)}
                note={texts.reportNotes[report]}
              >
                {REPORT_NAMES[report]}
              </Choice>
            ))}
          </fieldset>
          <Recipients order={order} />
        </div>
        <div class="buttons">
          <button type="submit" class="primary">
            {texts.submit}
          </button>
          <span class="note">{texts.figuresOf(formats.day(figures.asOf))}</span>
        </div>
      </form>
    </>
  );
};

const Recipients = ({ order: { recipients, email } }: { order: ExportOrder }) => (
  <fieldset>
    <legend>{texts.mail}</legend>
    {recipients?.map((address) => (
      <Choice key={address} type="checkbox" name="email" value={address} checked={email.includes(address)}>
        {address}
      </Choice>
    ))}
    <p class="note">
      {recipients === undefined ? texts.noPartner : recipients.length === 0 ? texts.noRecipients : texts.mailNote}
    </p>
  </fieldset>
);

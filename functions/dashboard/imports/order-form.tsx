import type { Customer } from '../../../lib/customers/customer.ts';
import { fileEncoding } from '../../../lib/imports/formats/file-encoding.ts';
import type { ImportJob } from '../../../lib/imports/job/import-job.ts';
import { Choice } from '../parts/choice.tsx';
import { Alert } from '../parts/parts.tsx';
import { FormToken } from '../site/layout.tsx';
import type { Visitor } from '../site/page.ts';
import { KIND_TEXTS, needsOf } from './import-kinds.ts';
import { importListTexts as texts } from './import-list-texts.ts';
import { type KeptPreset, SeatFieldSet, type SeatFields } from './seat-fields.tsx';

/** What an import can be of, and what the form says already. */
export interface ImportOrder {
  /** The caller's customers by name; `undefined` where there are too many to choose from a list. */
  readonly customers: readonly Pick<Customer, 'customerId' | 'name'>[] | undefined;
  /** The kinds of files that the caller may hand in. */
  readonly kinds: readonly ImportJob['kind'][];
  readonly kind: ImportJob['kind'];
  readonly customerId: string;
  /** `YYYY-MM-DD`, or empty. */
  readonly day: string;
  readonly replaceIdentityMode: boolean;
  readonly encoding: ImportJob['encoding'];
  /** What is said of the columns of a file of seats. */
  readonly seats: SeatFields;
  /** The presets for such files that the caller's portfolio keeps, or the operator for all. */
  readonly keptPresets: readonly KeptPreset[];
  /** The newest day that a file may be of. */
  readonly today: string;
  /** Why the form that was sent was not taken. */
  readonly problem?: string | undefined;
}

/** The words by which the style sheet shows the fields that a kind needs, and no others. */
const needsText = (kind: ImportJob['kind']): string =>
  Object.entries(needsOf(kind))
    .flatMap(([name, needed]) => (needed ? [name] : []))
    .join(' ');

/** The form that begins an import; the file itself is chosen on the page that it leads to. */
export const ImportOrderForm = ({ order, visitor }: { order: ImportOrder; visitor: Visitor | undefined }) => {
  if (order.customers?.length === 0) return <p>{texts.noCustomers}</p>;
  return (
    <>
      <Alert title={texts.refused} text={order.problem} />
      <form method="post" action="/imports" class="card import-order">
        {visitor ? <FormToken visitor={visitor} /> : null}
        <fieldset class="kinds">
          <legend>{texts.kind}</legend>
          {order.kinds.map((kind) => (
            <Choice
              key={kind}
              type="radio"
              name="kind"
              value={kind}
              checked={kind === order.kind}
              note={KIND_TEXTS[kind].note}
              data-needs={needsText(kind)}
            >
              {KIND_TEXTS[kind].name}
            </Choice>
          ))}
        </fieldset>
        <div class="filters">
          <CustomerField order={order} />
          <div class="field for-day">
            <label for="day">{texts.day}</label>
            <input id="day" name="day" type="date" max={order.today} value={order.day} aria-describedby="day-note" />
            <p id="day-note" class="note">
              <span class="unless-hidden">{texts.dayKindNote}</span> {texts.dayNote}
            </p>
          </div>
          <div class="field">
            <label for="encoding">{texts.encoding}</label>
            <select id="encoding" name="encoding" aria-describedby="encoding-note">
              {fileEncoding.options.map((one) => (
                <option key={one} value={one} selected={one === order.encoding}>
                  {texts.encodings[one]}
                </option>
              ))}
            </select>
            <p id="encoding-note" class="note">
              {texts.encodingNote}
            </p>
          </div>
        </div>
        <SeatFieldSet fields={order.seats} kept={order.keptPresets} />
        <div class="for-identities">
          <Choice
            type="checkbox"
            name="replaceIdentityMode"
            value="true"
            checked={order.replaceIdentityMode}
            note={texts.identitiesNote}
          >
            {texts.identities}
          </Choice>
        </div>
        <button type="submit" class="primary">
          {texts.next}
        </button>
      </form>
    </>
  );
};

const CustomerField = ({ order: { customers, customerId } }: { order: ImportOrder }) => (
  <div class="field wide for-customer">
    <label for="customerId">{customers ? texts.customer : texts.customerId}</label>
    {customers ? (
      <select id="customerId" name="customerId" aria-describedby="customer-note">
        <option value="">{texts.choose}</option>
        {customers.map((one) => (
          <option key={one.customerId} value={one.customerId} selected={one.customerId === customerId}>
            {one.name}
          </option>
        ))}
      </select>
    ) : (
      <input
        id="customerId"
        name="customerId"
        value={customerId}
        autocomplete="off"
        spellcheck={false}
        aria-describedby="customer-note"
      />
    )}
    <p id="customer-note" class="note">
      {customers ? null : texts.customerIdNote} <span class="unless-hidden">{texts.customerNote}</span>
    </p>
  </div>
);

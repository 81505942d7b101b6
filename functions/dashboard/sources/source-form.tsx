import type { ShownPartnerSource } from '../../../lib/sources/managing/shown-source.ts';
import { Choice } from '../parts/choice.tsx';
import { FormToken } from '../site/layout.tsx';
import type { Visitor } from '../site/page.ts';
import { sourcesTexts as texts } from './sources-texts.ts';

const AUTHS = ['application', 'partner'] as const;
const NEW = ['proposed', 'taken'] as const;
const LISTS = ['', 'partner-center', 'contracts'] as const;

/** A text that the settings hold under a name; empty where they do not. */
const textOf = (source: ShownPartnerSource | undefined, name: string): string => {
  const value = source?.settings[name];
  return typeof value === 'string' ? value : '';
};

/** The form that adds a source of the partner, or changes one. What it does not show stays as it is. */
export const SourceForm = ({
  source,
  usualHour,
  visitor,
}: {
  source: ShownPartnerSource | undefined;
  usualHour: number;
  visitor: Visitor;
}) => {
  const id = (field: string): string => `${source?.name ?? 'new'}-${field}`;
  const field = (name: string, label: string, value: string, note?: string, more: object = {}) => (
    <div class="field">
      <label for={id(name)}>{label}</label>
      <input
        id={id(name)}
        name={name}
        value={value}
        autocomplete="off"
        spellcheck={false}
        aria-describedby={note === undefined ? undefined : `${id(name)}-note`}
        {...more}
      />
      {note === undefined ? null : (
        <p id={`${id(name)}-note`} class="note">
          {note}
        </p>
      )}
    </div>
  );
  const secret = { type: 'password', autocomplete: 'new-password' };
  return (
    <form method="post" action="/sources" class="card source-form">
      <FormToken visitor={visitor} />
      {source ? (
        <input type="hidden" name="name" value={source.name} />
      ) : (
        field('name', texts.name, 'microsoft', texts.nameNote, { required: true })
      )}
      <fieldset>
        <legend>{texts.authLegend}</legend>
        {AUTHS.map((one) => (
          <Choice
            key={one}
            type="radio"
            name="auth"
            scope={source?.name}
            value={one}
            checked={one === (textOf(source, 'auth') || 'application')}
            note={texts.authChoices[one].note}
          >
            {texts.authChoices[one].text}
          </Choice>
        ))}
      </fieldset>
      <div class="filters">
        {field('clientId', texts.clientId, textOf(source, 'clientId'), undefined, { required: true })}
        {field('partnerTenantId', texts.partnerTenantId, textOf(source, 'partnerTenantId'), texts.partnerTenantIdNote)}
        <div class="field">
          <label for={id('customersFrom')}>{texts.customersFrom}</label>
          <select id={id('customersFrom')} name="customersFrom">
            {LISTS.map((one) => (
              <option key={one} value={one} selected={one === textOf(source, 'customersFrom')}>
                {texts.customersFromChoices[one]}
              </option>
            ))}
          </select>
        </div>
        {field('hour', texts.hour, source ? String(source.hour) : '', texts.hourNote(String(usualHour)), {
          type: 'number',
          min: 0,
          max: 23,
        })}
        {field('clientSecret', texts.clientSecret, '', texts.secretNote, secret)}
        {field('refreshToken', texts.refreshToken, '', texts.refreshTokenNote, secret)}
      </div>
      <fieldset>
        <legend>{texts.newLegend}</legend>
        {NEW.map((one) => (
          <Choice
            key={one}
            type="radio"
            name="newCustomers"
            scope={source?.name}
            value={one}
            checked={one === (source?.newCustomers ?? 'proposed')}
            note={texts.newChoices[one].note}
          >
            {texts.newChoices[one].text}
          </Choice>
        ))}
      </fieldset>
      <button type="submit" class="primary">
        {texts.save}
      </button>
    </form>
  );
};

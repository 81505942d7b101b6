import { SEAT_PRESETS } from '../../../lib/imports/formats/presets/presets.ts';
import type { SeatColumns, SeatField } from '../../../lib/imports/formats/presets/seat-mapping.ts';
import { Choice } from '../parts/choice.tsx';
import { importListTexts as texts } from './import-list-texts.ts';

/** Which columns the form asks for; all others are for the API. */
const COLUMNS = ['user', 'product', 'assignedOn', 'lastActiveOn', 'activeOn', 'state'] as const;

/** What the form says of a file of seats: a preset, or what columns are called, each empty where nothing is said. */
export type SeatFields = Readonly<Record<(typeof COLUMNS)[number], string>> & {
  readonly preset: string;
  readonly preview: boolean;
};

/** A form of which nothing is filled in. */
export const NO_SEAT_FIELDS: SeatFields = {
  ...{ preset: 'generic', user: '', product: '', assignedOn: '', lastActiveOn: '', activeOn: '', state: '' },
  preview: true,
};

/** `=chatgpt-enterprise` is that product in all rows; anything else is the name of a column. */
const fieldOf = (text: string): SeatField => (text.startsWith('=') ? { const: text.slice(1).trim() } : text);

/** What the form's fields come to as a request. */
export const wantedSeats = ({ preset, preview, ...columns }: SeatFields) => {
  const named = COLUMNS.filter((name) => columns[name].trim() !== '' && columns[name].trim() !== '=');
  const mapped: SeatColumns = Object.fromEntries(named.map((name) => [name, fieldOf(columns[name].trim())]));
  return {
    ...(preset === '' ? {} : { preset }),
    ...(named.length > 0 ? { columns: mapped } : {}),
    preview,
  };
};

/** A preset that somebody keeps, as the form offers it. */
export interface KeptPreset {
  readonly name: string;
  readonly note?: string | undefined;
}

/**
 * The fields of the form that a file of seats needs: whose file it is, by a preset of this release or a kept one, what its
 * columns are called, and whether it is only shown.
 */
export const SeatFieldSet = ({ fields, kept }: { fields: SeatFields; kept: readonly KeptPreset[] }) => (
  <fieldset class="for-columns seat-fields">
    <legend>{texts.seats}</legend>
    <div class="filters">
      <div class="field">
        <label for="preset">{texts.preset}</label>
        <select id="preset" name="preset" aria-describedby="preset-note">
          {SEAT_PRESETS.map(({ preset, name }) => (
            <option key={preset} value={preset} selected={preset === fields.preset}>
              {name}
            </option>
          ))}
          {kept.length > 0 ? (
            <optgroup label={texts.keptPresets}>
              {kept.map(({ name, note }) => (
                <option key={name} value={name} selected={name === fields.preset}>
                  {note ?? name}
                </option>
              ))}
            </optgroup>
          ) : null}
          <option value="" selected={fields.preset === ''}>
            {texts.ownColumns}
          </option>
        </select>
        <p id="preset-note" class="note">
          {texts.presetNote}
        </p>
      </div>
      {COLUMNS.map((name) => (
        <div class="field" key={name}>
          <label for={`column-${name}`}>{texts.columns[name]}</label>
          <input
            id={`column-${name}`}
            name={name}
            value={fields[name]}
            maxlength={200}
            autocomplete="off"
            spellcheck={false}
          />
        </div>
      ))}
    </div>
    <p class="note">{texts.columnsNote}</p>
    <Choice type="checkbox" name="preview" value="true" checked={fields.preview} note={texts.previewNote}>
      {texts.preview}
    </Choice>
  </fieldset>
);

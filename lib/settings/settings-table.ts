import { type BeforeChange, changeUnderRevision, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { type Settings, type StoredSettings, settingsInForce, storedSettings } from './settings.ts';

/** How long a reader may answer with what it read before, in milliseconds. */
const REMEMBERED_MILLISECONDS = 60_000;

/** The partition that holds the settings. */
export const SETTINGS_OWNER = 'settings';

const itemIn = (licensing: Table) => ({
  table: licensing,
  key: { owner: SETTINGS_OWNER, record: 'current' },
  schema: storedSettings,
});

/** The settings in force, read consistently; the defaults when none were ever stated. */
export const readSettings = async (licensing: Table): Promise<Settings> =>
  settingsInForce((await readRevised(itemIn(licensing)))?.value ?? {});

/**
 * Replaces all that was stated before; `beforeChange` is waited for before it is written. Returns the settings in force
 * then. Throws ContendedError.
 */
export const replaceSettings = async (
  licensing: Table,
  stated: StoredSettings,
  beforeChange?: BeforeChange<StoredSettings>,
): Promise<Settings> => {
  await changeUnderRevision(itemIn(licensing), () => stated, beforeChange);
  return settingsInForce(stated);
};

/**
 * Makes a reader for one function instance, which tells the settings in force at `now`, at most one minute old. Reads
 * that fail are not remembered: the next call tries again.
 */
export const createSettingsReader = (licensing: Table): ((now: Date) => Promise<Settings>) => {
  let remembered: { readonly since: number; readonly settings: Promise<Settings> } | undefined;
  return (now) => {
    const age = now.getTime() - (remembered?.since ?? Number.NEGATIVE_INFINITY);
    if (remembered && age >= 0 && age < REMEMBERED_MILLISECONDS) return remembered.settings;
    const reading = { since: now.getTime(), settings: readSettings(licensing) };
    remembered = reading;
    reading.settings.catch(() => {
      if (remembered === reading) remembered = undefined;
    });
    return reading.settings;
  };
};

import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { complaints } from './complaints.ts';
import { STAGE_NAMES, type Stage, stageSettings, stages } from './stages.ts';

const ROOT = join(import.meta.dirname, '..');
/** Where an owner's settings stand; git ignores it. */
export const SETTINGS_FILE = 'seatpulse.config.ts';
/** In place of a file: the settings that the product comes with. */
export const NO_SETTINGS = 'none';

const givenSettings = stageSettings.partial();
const installation = z.strictObject({ dev: givenSettings.optional(), prod: givenSettings.optional() });

/** What an owner sets, by stage: only what differs from what the product comes with. */
export type Installation = Readonly<z.input<typeof installation>>;

/**
 * Reads the owner's settings: the default export of `file`, by default of `seatpulse.config.ts` in the project's folder,
 * where there is one; `none` for nobody's. Throws an error that names each setting that is wrong.
 */
export const readInstallation = async (file: string | undefined): Promise<Installation> => {
  if (file === NO_SETTINGS) return {};
  const path = resolve(ROOT, file ?? SETTINGS_FILE);
  if (file === undefined && !existsSync(path)) return {};
  const { default: written } = (await import(pathToFileURL(path).href)) as { default?: unknown }; // checked next
  const parsed = installation.safeParse(written);
  if (parsed.success) return parsed.data;
  throw new Error(`${file ?? SETTINGS_FILE} cannot be taken:\n${complaints(parsed.error, written)}`);
};

/**
 * A stage as it is deployed: what the product comes with, and above it what the owner sets. Throws when there is no stage
 * of that name, and an error that names each setting that is missing, wrong, or still an example where mails must arrive.
 */
export const stageOf = (name: string, given: Installation): Stage => {
  const known = STAGE_NAMES.find((one) => one === name);
  if (known === undefined)
    throw new Error(`There is no stage "${name}". Choose one of ${STAGE_NAMES.join(', ')}: -c stage=dev`);
  const { name: _name, ...product } = stages[known];
  const settings = { ...product, ...given[known] };
  const parsed = stageSettings.safeParse(settings);
  if (!parsed.success)
    throw new Error(
      `The stage ${known} is not complete. Set this under "${known}" in ${SETTINGS_FILE}; docs/examples/${SETTINGS_FILE} shows how:\n${complaints(parsed.error, settings, [known])}`,
    );
  const stage = { name: known, ...parsed.data };
  refuseExamples(stage);
  refuseStrangers(stage);
  return stage;
};

/** The domains that nobody's mail arrives at (RFC 2606, section 3). */
const EXAMPLE = /[@.]example\.(?:com|net|org)$/u;

/** The settings that still name an example's address, with it. */
export const examplesIn = ({ mailFrom, alarmEmail, domain }: Stage): (readonly [string, string])[] =>
  Object.entries({ mailFrom, alarmEmail, 'domain.name': domain?.name }).flatMap(([setting, value]) =>
    value !== undefined && EXAMPLE.test(value) ? [[setting, value] as const] : [],
  );

/** The addresses that examples come with reach nobody; dev needs none to run locally. */
const refuseExamples = (stage: Stage): void => {
  const examples = examplesIn(stage);
  if (stage.name === 'prod' && examples.length > 0)
    throw new Error(
      `${examples.map(([setting, value]) => `prod.${setting} is still the example ${value}.`).join('\n')}\nPut your own into ${SETTINGS_FILE}.`,
    );
};

/** Concurrency set aside for a function that there is not would be lost without a word. */
const refuseStrangers = ({ name, reservedConcurrency = {} }: Stage): void => {
  const functions = readdirSync(join(ROOT, 'functions'));
  const strangers = Object.keys(reservedConcurrency).filter((one) => !functions.includes(one));
  if (strangers.length > 0)
    throw new Error(
      `${name}.reservedConcurrency names no function by "${strangers.join('", "')}". The functions are ${functions.join(', ')}.`,
    );
};

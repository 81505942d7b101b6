import * as z from 'zod';
import { type Caller, partnerOf } from '../../access/caller.ts';
import { Problem } from '../../problem/problem.ts';
import type { BeforeChange } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { bundledPreset, presetName, SEAT_PRESETS } from '../formats/presets/presets.ts';
import { type SeatMapping, seatMapping } from '../formats/presets/seat-mapping.ts';
import {
  changePreset,
  LARGEST_PRESET_BYTES,
  MOST_PRESETS,
  readOwnPresets,
  readUsablePresets,
  type StoredPreset,
} from './preset-table.ts';

/** A preset as a caller is shown it. */
export const shownPreset = z
  .object({
    name: presetName,
    note: z.string().optional(),
    columns: seatMapping,
    by: z.enum(['release', 'operator', 'partner']).meta({
      description: 'Whose it is: of this release, of the operator for all, or of the partner for itself.',
    }),
  })
  .meta({ id: 'SeatPreset' });
type ShownPreset = z.infer<typeof shownPreset>;

/** The presets that the caller or the operator keeps, by name: of one name the caller's own goes before the operator's. */
export const listKeptPresets = async (licensing: Table, caller: Caller): Promise<ShownPreset[]> => {
  const own = new Set((await readOwnPresets(licensing, caller.portfolio)).map(({ name }) => name));
  const byOwn = partnerOf(caller) === undefined ? 'operator' : 'partner';
  return (await readUsablePresets(licensing, caller.portfolio)).map((one): ShownPreset => {
    return { ...one, by: own.has(one.name) ? byOwn : 'operator' };
  });
};

/** All presets that the caller may use, by name: those of this release, and those that are kept. */
export const listPresets = async (licensing: Table, caller: Caller): Promise<ShownPreset[]> => {
  const stored = await listKeptPresets(licensing, caller);
  const bundled = SEAT_PRESETS.map(({ preset, note, mapping }): ShownPreset => {
    return { name: preset, note, columns: mapping, by: 'release' };
  });
  return [...bundled, ...stored].sort((a, b) => (a.name < b.name ? -1 : 1));
};

/** One of them. Throws a 404 problem where there is none of the name. */
export const requirePreset = async (licensing: Table, caller: Caller, name: string): Promise<ShownPreset> => {
  const found = (await listPresets(licensing, caller)).find((one) => one.name === name);
  if (found) return found;
  throw noPreset(name);
};

/**
 * Keeps a preset of the caller's portfolio, in place of its own of that name. `beforeChange` is waited for before it is
 * written. Throws the problem that stands against it, and ContendedError.
 */
export const putPreset = async (
  licensing: Table,
  { portfolio }: Caller,
  preset: StoredPreset,
  beforeChange: BeforeChange<StoredPreset>,
): Promise<void> => {
  if (bundledPreset(preset.name))
    throw new Problem(
      409,
      'preset_of_release',
      `"${preset.name}" is a preset that comes with this release. Take another name.`,
    );
  if (Buffer.byteLength(JSON.stringify(preset)) > LARGEST_PRESET_BYTES)
    throw new Problem(
      400,
      'preset_too_large',
      `A preset has at most ${LARGEST_PRESET_BYTES.toLocaleString('en')} bytes. Translate fewer words.`,
    );
  await changePreset(
    licensing,
    portfolio,
    preset.name,
    (_stored, others) => {
      if (others.length < MOST_PRESETS) return preset;
      throw new Problem(400, 'too_many_presets', `There is room for ${MOST_PRESETS} presets. Delete one first.`);
    },
    beforeChange,
  );
};

/** Deletes one of the caller's own presets; imports that it was used for keep its columns. Throws a 404 problem. */
export const deletePreset = async (
  licensing: Table,
  { portfolio }: Caller,
  name: string,
  beforeChange: BeforeChange<StoredPreset>,
): Promise<void> => {
  await changePreset(
    licensing,
    portfolio,
    name,
    (stored) => {
      if (!stored) throw noPreset(name);
      return undefined;
    },
    beforeChange,
  );
};

/** The mapping of a preset that a portfolio may use, of this release or stored; `undefined` where there is none. */
export const presetMapping = async (
  licensing: Table,
  portfolio: string,
  name: string,
): Promise<SeatMapping | undefined> =>
  bundledPreset(name)?.mapping ??
  (await readUsablePresets(licensing, portfolio)).find((one) => one.name === name)?.columns;

const noPreset = (name: string): Problem =>
  new Problem(404, 'unknown_preset', `There is no preset "${name}" of yours. GET /v1/presets lists those that are.`);

import * as z from 'zod';
import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { type BeforeChange, changeUnderRevision, readRevised } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { presetName } from '../formats/presets/presets.ts';
import { seatMapping } from '../formats/presets/seat-mapping.ts';

/** How the columns of one file of seats are mapped, kept by a partner for itself or by the operator for all. */
const storedPreset = z.object({
  name: presetName,
  /** What the file is, for people. */
  note: z.string().optional(),
  columns: seatMapping,
});
export type StoredPreset = z.infer<typeof storedPreset>;

/** All of one portfolio lie in one item of at most 400 KB. */
export const MOST_PRESETS = 40;
export const LARGEST_PRESET_BYTES = 8_000;

/** The partition that holds the presets of all portfolios. */
export const PRESETS_OWNER = 'presets';

const itemOf = (licensing: Table, portfolio: string) => ({
  table: licensing,
  key: { owner: PRESETS_OWNER, record: portfolio },
  schema: z.object({ presets: z.array(storedPreset) }),
});

/** The presets that a portfolio keeps itself, by name; those of others are not among them. */
export const readOwnPresets = async (licensing: Table, portfolio: string): Promise<readonly StoredPreset[]> =>
  (await readRevised(itemOf(licensing, portfolio)))?.value.presets ?? [];

/** The stored presets that a portfolio may use: its own, and the operator's where it has none of that name. */
export const readUsablePresets = async (licensing: Table, portfolio: string): Promise<readonly StoredPreset[]> => {
  const own = await readOwnPresets(licensing, portfolio);
  if (portfolio === OPERATOR_PORTFOLIO) return own;
  const names = new Set(own.map(({ name }) => name));
  const others = await readOwnPresets(licensing, OPERATOR_PORTFOLIO);
  return [...own, ...others.filter(({ name }) => !names.has(name))];
};

/**
 * Changes one of a portfolio's presets; `change` is told all others, and answers `undefined` where there is to be none.
 * `beforeChange` is waited for before it is written. Returns whether it wrote. Throws what `change` throws, and ContendedError.
 */
export const changePreset = (
  licensing: Table,
  portfolio: string,
  name: string,
  change: (stored: StoredPreset | undefined, others: readonly StoredPreset[]) => StoredPreset | undefined,
  beforeChange: BeforeChange<StoredPreset> = async () => {},
): Promise<boolean> => {
  const named = (all: readonly StoredPreset[] = []) => all.find((one) => one.name === name);
  return changeUnderRevision(
    itemOf(licensing, portfolio),
    (current) => {
      const presets = current?.presets ?? [];
      const others = presets.filter((one) => one.name !== name);
      const next = change(named(presets), others);
      const all = [...others, ...(next ? [next] : [])];
      return { presets: all.sort((a, b) => (a.name < b.name ? -1 : 1)) };
    },
    (before, after) => beforeChange(named(before?.presets), named(after?.presets)),
  );
};

import { SEAT_PRESETS } from '../presets/presets.ts';
import type { HeaderSigns, ImportKind } from './import-kind.ts';
import { IMPORT_KINDS } from './kinds.ts';
import { OTHER_FILES } from './other-files.ts';

/** A CSV file that is known by its header, and the kind of import that takes it; none for files that are not imported. */
export interface KnownFile extends HeaderSigns {
  readonly kind?: string;
}

/** How column names are compared: in lower case, without spaces, hyphens and underscores. */
export const foldColumn = (name: string): string => name.replaceAll(/[\s_-]+/gu, '').toLowerCase();

/**
 * Makes the function that tells whose header it is given: a file of one of the kinds, or of the others that are known.
 * It answers `undefined` for a header that shows the signs of none.
 */
export const headerRecogniser = (
  kinds: readonly ImportKind[],
  others: readonly HeaderSigns[] = OTHER_FILES,
): ((columns: readonly string[]) => KnownFile | undefined) => {
  const imported = kinds.flatMap((one): KnownFile[] =>
    'signs' in one && 'columns' in one.signs ? [{ ...one.signs, kind: one.kind }] : [],
  );
  const files: readonly KnownFile[] = [...imported, ...PRESET_FILES, ...others].toSorted(
    (a, b) => countOf(b) - countOf(a),
  );
  return (columns) => {
    const present = new Set(columns.map(foldColumn));
    const has = (name: string) => present.has(foldColumn(name));
    const shows = ({ columns: own, orColumns = own }: KnownFile) => own.every(has) || orColumns.every(has);
    return files.find((file) => shows(file) && !(file.without !== undefined && has(file.without)));
  };
};

/** The files of seats that are known by their header. A request takes them as seats, by their preset. */
const PRESET_FILES = SEAT_PRESETS.flatMap(({ name, preset, signs }): KnownFile[] =>
  signs ? [{ file: `the file "${name}"`, columns: signs, kind: `seats (preset ${preset})` }] : [],
);

const countOf = ({ columns, without }: HeaderSigns): number => columns.length + (without === undefined ? 0 : 1);

/** The file whose header this is, or `undefined`. */
export const recogniseHeader = headerRecogniser(IMPORT_KINDS);

/** "it looks like …", by the kind of import that takes such a file, or by its name where none does. */
export const likeness = ({ kind, file }: KnownFile): string =>
  `it looks like ${kind ?? `${file}, which is not imported`}`;

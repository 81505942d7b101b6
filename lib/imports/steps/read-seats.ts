import { dayOf, parseDay } from '../../time/day.ts';
import { encodingOf, textOf } from '../formats/file-encoding.ts';
import { addWarning, FileRefused } from '../formats/findings.ts';
import { areJsonLines, linesAsList } from '../formats/json-lines.ts';
import { SEAT_LISTS } from '../formats/json-list.ts';
import type { KindOf } from '../formats/kinds/kinds.ts';
import { foldColumn } from '../formats/kinds/recognise-header.ts';
import { generic } from '../formats/presets/generic.ts';
import { columnOf, columnsOf, withColumns } from '../formats/presets/seat-columns.ts';
import type { SeatField, SeatMapping } from '../formats/presets/seat-mapping.ts';
import { READERS } from '../formats/readers/readers.ts';
import { type ParsedSeats, requireTotal, type SeatCollector } from '../formats/readers/seats.ts';
import type { ImportStep } from './import-step.ts';
import { readItems } from './read-document.ts';
import { readHeader, readRows } from './read-rows.ts';

/**
 * Reads the whole file of seats: CSV, a JSON document or JSON lines, whichever it is. Throws FileRefused for one that is
 * not whole, lacks a column that the mapping cannot do without, or is no such file at all.
 */
export const readSeats = async (step: ImportStep, kind: KindOf<'seatFile'>['kind']): Promise<ParsedSeats> => {
  const { mapping } = step.job;
  if (!mapping) throw new Error(`Import ${step.job.importId} has no mapping`);
  const start = textOf(step.start, encodingOf(step.start, step.job.encoding));
  const open = (used: SeatMapping): SeatCollector =>
    READERS[kind]({
      mapping: used,
      catalogue: step.catalogue,
      names: step.names,
      saidDay: step.job.day === undefined ? undefined : parseDay(step.job.day),
      today: dayOf(new Date(step.job.createdAt)),
    });
  return /^[\s\ufeff]*[[{]/u.test(start) ? readJson(step, start, mapping, open(mapping)) : readCsv(step, mapping, open);
};

const readJson = async (
  step: ImportStep,
  start: string,
  mapping: SeatMapping,
  seats: SeatCollector,
): Promise<ParsedSeats> => {
  let rows = 0;
  let total: unknown;
  const take = (item: unknown): void => {
    const inner = pageOf(item);
    if (inner) {
      total ??= mapping.total === undefined ? undefined : valueAt(item, mapping.total);
      requireLast(item);
      for (const one of inner) take(one);
      return;
    }
    rows += 1;
    seats.add((column) => valueAt(item, column), rows);
  };
  const areLines = areJsonLines(start, SEAT_LISTS);
  const { document, list } = await readItems(step, take, {
    lists: SEAT_LISTS,
    ...(areLines ? { decoded: linesAsList } : {}),
  });
  if (list === undefined) take(document);
  else if (list !== null) requireLast(document);
  if (mapping.total !== undefined) total ??= valueAt(document, mapping.total);
  const parsed = seats.end();
  if (mapping.total !== undefined) requireTotal(total, mapping.total, parsed);
  return parsed;
};

/** The items of an answer that stands, as one page of several, in a list of answers. */
const pageOf = (item: unknown): readonly unknown[] | undefined => {
  if (typeof item !== 'object' || item === null) return undefined;
  const lists = Object.entries(item).filter(([name, value]) => SEAT_LISTS.test(name) && Array.isArray(value));
  const [only, ...others] = lists;
  return only && others.length === 0 ? (only[1] as readonly unknown[]) : undefined; // an array, by the filter
};

/** Throws FileRefused `incomplete` for an answer that leads to a next page, which `has_more` and `next_page` tell. */
const requireLast = (answer: unknown): void => {
  const next = valueAt(answer, 'next_page');
  if (next === undefined || next === null || next === '' || typeof next === 'object') return;
  throw new FileRefused(
    'incomplete',
    'The file is one page of several: it has a "next_page". Put the items of all pages into one list, without it.',
  );
};

/** What lies under a property, or below several joined by dots; the property of that very name goes before. */
const valueAt = (item: unknown, path: string): unknown => {
  if (typeof item !== 'object' || item === null) return undefined;
  if (Object.hasOwn(item, path)) return Reflect.get(item, path);
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? Reflect.get(value, name)
          : undefined,
      item,
    );
};

const readCsv = async (
  step: ImportStep,
  mapping: SeatMapping,
  open: (used: SeatMapping) => SeatCollector,
): Promise<ParsedSeats> => {
  const header = await readHeader(step);
  if (!header) throw new FileRefused('empty_file', 'The file has no header and no rows. Export it again.');
  const index = new Map(header.fields.map((name, at) => [foldColumn(name), at]));
  const has = (name: string) => index.has(foldColumn(name));
  requireColumns([mapping.user, mapping.product], has);
  const seats = open(withColumns(mapping, has));
  for await (const records of await readRows(step, header.end))
    for (const { fields, line, last, terminated } of records) {
      if (last && !terminated && fields.length < header.fields.length)
        throw new FileRefused(
          'file_cut_short',
          'The file ends in the middle of a row. Export and upload it again, whole.',
          line,
        );
      seats.add((column) => fields[index.get(foldColumn(column)) ?? -1], line);
    }
  const parsed = seats.end();
  if (step.job.preset !== generic.preset)
    for (const column of columnsOf(mapping).filter((name) => !has(name)))
      addWarning(parsed.found, 'column_missing', `The file has no column "${column}": what it would say is not told.`);
  return parsed;
};

const requireColumns = (fields: readonly SeatField[], has: (name: string) => boolean): void => {
  const missing = fields.flatMap((field) => columnOf(field) ?? []).filter((name) => !has(name));
  if (missing.length === 0) return;
  throw new FileRefused(
    'wrong_file',
    `The file lacks the ${missing.length > 1 ? 'columns' : 'column'} ${missing.map((name) => `"${name}"`).join(', ')}. Say by "preset" or "columns" what its columns are called.`,
    1,
  );
};

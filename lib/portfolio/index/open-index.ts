import type { AttentionFinder } from '../generation/attention.ts';
import type { IndexEntry } from '../generation/generation.ts';
import type { RunningSums } from '../generation/sums.ts';
import { type FIGURES, type IndexHead, indexHead, type ListName, SEPARATOR } from './index-columns.ts';
import { type ColumnReader, createColumnReader, startOf } from './read-columns.ts';
import { entriesOf } from './read-entries.ts';
import { summedOf } from './read-sums.ts';
import { unpackSections } from './sections.ts';

/** Says of a customer, by its place, whether something is so. */
type Test = (place: number) => boolean;

/** A generation's index in memory, as columns. A customer goes by its place, from 0 on. */
export interface PortfolioIndex extends Omit<IndexHead, 'words'> {
  /** Bytes. */
  readonly size: number;
  readonly entryAt: (place: number) => IndexEntry;
  /** Adds customers to sums, without making entries of them. */
  readonly addTo: (sums: RunningSums, places: Iterable<number>) => void;
  /** Has a finder consider what leads each customer's recommendations. */
  readonly considerAll: (attention: AttentionFinder, places: Iterable<number>) => void;
  /** A figure of each customer; -1 where it is not known. */
  readonly figures: (name: (typeof FIGURES)[number]) => Float64Array;
  /** The rank of each customer by its name or its id. */
  readonly ranks: (by: 'name' | 'customerId') => Uint32Array;
  readonly isStale: Test;
  /** Whether a list of the customer has a row with this word. */
  readonly lists: (list: ListName, member: string, word: string) => Test;
  /** Whether the folded name, id or domain contains a text that is folded too. */
  readonly contains: (folded: string) => Test;
}

/** Opens an index as `pack` of its writer made it. Throws where its head is none. */
export const openIndex = (packed: Uint8Array): PortfolioIndex => {
  const { head, columns } = unpackSections(packed);
  const { words, ...rest } = indexHead.parse(head);
  const reader = createColumnReader(columns, words);
  const stale = reader.bytes('stale');
  const entryAt = entriesOf(reader);
  return {
    ...rest,
    size: packed.byteLength,
    entryAt,
    addTo: summedOf(reader),
    considerAll: ({ consider }, places) => {
      const [ends, urgency] = [reader.numbers('recommendations.end'), urgencyOf(reader)];
      for (const place of places) {
        const first = startOf(ends, place);
        if (first < (ends[place] ?? 0))
          consider(urgency(first), () => {
            const { customerId, name, recommendations } = entryAt(place);
            const [recommendation] = recommendations;
            if (!recommendation) throw new Error(`The customer ${customerId} has no recommendation`);
            return { customerId, name, recommendation };
          });
      }
    },
    figures: (name) => reader.figures(`figures.${name}`),
    ranks: (by) => reader.numbers(`rank.${by}`),
    isStale: (place) => stale[place] === 1,
    lists: (list, member, word) => {
      const number = words.indexOf(word) + 1;
      const [ends, column] = [reader.numbers(`${list}.end`), reader.numbers(`${list}.${member}`)];
      return (place) => number > 0 && column.subarray(startOf(ends, place), ends[place]).includes(number);
    },
    contains: (folded) => {
      const found = placesWith(reader, folded);
      return (place) => found.has(place);
    },
  };
};

const urgencyOf = ({ known }: ColumnReader) => {
  const [precedence, atStake] = [known('recommendations.precedence'), known('recommendations.atStake')];
  return (row: number) => ({ precedence: precedence(row) ?? 0, atStake: atStake(row) ?? 0 });
};

/** The places of the customers whose folded texts contain one, wherever that is. */
const placesWith = (reader: ColumnReader, folded: string): ReadonlySet<number> => {
  const found = new Set<number>();
  if (folded.includes(SEPARATOR)) return found;
  const [column, ends, wanted] = [
    reader.bytes('texts.folded'),
    reader.numbers('texts.folded.end'),
    Buffer.from(folded),
  ];
  const text = Buffer.from(column.buffer, column.byteOffset, column.length);
  let place = 0;
  for (let at = text.indexOf(wanted); at >= 0; ) {
    while ((ends[place] ?? text.length) <= at) place += 1;
    const end = ends[place] ?? text.length;
    const isWhole = at + wanted.length <= end;
    if (isWhole) found.add(place);
    at = text.indexOf(wanted, isWhole ? end : at + 1); // one is enough of each customer
  }
  return found;
};

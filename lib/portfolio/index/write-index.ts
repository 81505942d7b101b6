import { foldForSearch } from '../../values/search-fold.ts';
import { considerEntry, createAttention } from '../generation/attention.ts';
import type { Generation, IndexEntry } from '../generation/generation.ts';
import { addEntry, createSums, type PortfolioSums } from '../generation/sums.ts';
import { FIGURES, type IndexHead, type ListName, NO_WORD, SEPARATOR, UNKNOWN } from './index-columns.ts';
import { ranksOf } from './ranks.ts';
import { type Columns, packSections } from './sections.ts';

/** Takes the customers of a generation one by one, and keeps columns of them. */
export interface IndexWriter {
  readonly add: (entry: IndexEntry) => void;
  /** The sums over what was added. */
  readonly sums: (productNames: IndexHead['productNames']) => PortfolioSums;
  /** What to look at first of what was added. */
  readonly attention: () => IndexHead['attention'];
  /** The index as it is stored, before it is compressed. */
  readonly pack: (generation: Generation, productNames: IndexHead['productNames']) => Buffer;
}

/** Makes the writer of one generation's index. */
export const createIndexWriter = (): IndexWriter => {
  const sums = createSums();
  const attention = createAttention();
  const { numberOf, words } = createWords();
  const figures = createColumns();
  const numbers = createColumns();
  const texts = { customerId: [] as string[], name: [] as string[], domain: [] as string[], folded: [] as string[] };
  const stale: number[] = [];

  const addRow = (
    list: ListName,
    named: Readonly<Record<string, string | undefined>>,
    counted: Readonly<Record<string, number | null>>,
  ): void => {
    for (const [name, word] of Object.entries(named)) numbers.add(`${list}.${name}`, numberOf(word));
    for (const [name, figure] of Object.entries(counted)) figures.add(`${list}.${name}`, figure ?? UNKNOWN);
    ends[list] += 1;
  };
  const ends: Record<ListName, number> = {
    products: 0,
    workloads: 0,
    families: 0,
    recommendations: 0,
    recommendationRows: 0,
  };
  const endList = (list: ListName): void => numbers.add(`${list}.end`, ends[list]);

  const add = (entry: IndexEntry): void => {
    addEntry(sums, entry);
    considerEntry(attention, entry);
    const { customerId, name, domain = '' } = entry;
    texts.customerId.push(customerId);
    texts.name.push(name);
    texts.domain.push(domain);
    texts.folded.push([name, customerId, domain].map(foldForSearch).join(SEPARATOR));
    numbers.add('asOf', numberOf(entry.asOf));
    stale.push(Number(entry.stale));
    for (const figure of FIGURES) figures.add(`figures.${figure}`, entry[figure] ?? UNKNOWN);
    for (const { sku, family, ...counts } of entry.products) addRow('products', { sku, family }, counts);
    endList('products');
    for (const { family, workload, ...counts } of entry.workloads) addRow('workloads', { family, workload }, counts);
    endList('workloads');
    for (const { family, people } of entry.families) addRow('families', { family }, { people });
    endList('families');
    for (const { id, severity, about, atStake, precedence, rows } of entry.recommendations) {
      addRow('recommendations', { id, severity, about }, { atStake, precedence });
      for (const row of rows)
        addRow('recommendationRows', { severity: row.severity, about: row.about }, { atStake: row.atStake });
      endList('recommendationRows');
    }
    endList('recommendations');
  };
  return {
    add,
    sums: sums.result,
    attention: attention.result,
    pack: (generation, productNames) => {
      const head: IndexHead = {
        generation,
        productNames,
        breakdown: sums.result(productNames).breakdown,
        attention: attention.result(),
        customers: stale.length,
        words,
      };
      const ranks = ranksOf(texts.name, texts.customerId);
      return packSections(head, {
        ...numbers.pack(Uint32Array),
        ...figures.pack(Float64Array),
        stale: Uint8Array.from(stale),
        'rank.name': ranks.names,
        'rank.customerId': ranks.customerIds,
        ...textColumns('customerId', texts.customerId),
        ...textColumns('name', texts.name),
        ...textColumns('domain', texts.domain),
        ...textColumns('folded', texts.folded),
      });
    },
  };
};

/** Numbers words, from 1 on. */
const createWords = () => {
  const known = new Map<string, number>();
  const words: string[] = [];
  const numberOf = (word: string | undefined): number => {
    if (word === undefined) return NO_WORD;
    const number = known.get(word) ?? words.push(word);
    known.set(word, number);
    return number;
  };
  return { numberOf, words };
};

/** Columns that grow by a number at a time. */
const createColumns = () => {
  const columns = new Map<string, number[]>();
  return {
    add: (name: string, number: number): void => {
      const column = columns.get(name);
      if (column) column.push(number);
      else columns.set(name, [number]);
    },
    pack: (kind: typeof Uint32Array | typeof Float64Array): Columns =>
      Object.fromEntries([...columns].map(([name, column]) => [name, kind.from(column)])),
  };
};

const textColumns = (name: string, texts: readonly string[]): Columns => {
  const bytes = Buffer.from(texts.join(''));
  let end = 0;
  const ends = Uint32Array.from(texts, (text) => {
    end += Buffer.byteLength(text);
    return end;
  });
  return { [`texts.${name}`]: bytes, [`texts.${name}.end`]: ends };
};

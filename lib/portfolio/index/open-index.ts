import type { IndexEntry, ListedRecommendation } from '../generation.ts';
import { type FIGURES, type IndexHead, indexHead, type ListName, SEPARATOR } from './index-columns.ts';
import { type ColumnReader, createColumnReader, startOf } from './read-columns.ts';
import { unpackSections } from './sections.ts';

/** Says of a customer, by its place, whether something is so. */
type Test = (place: number) => boolean;

/** A generation's index in memory, as columns. A customer goes by its place, from 0 on. */
export interface PortfolioIndex extends Omit<IndexHead, 'words'> {
  /** Bytes. */
  readonly size: number;
  readonly entryAt: (place: number) => IndexEntry;
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
  return {
    ...rest,
    size: packed.byteLength,
    entryAt: entriesOf(reader),
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

/** Makes entries of the columns, as they were added. */
const entriesOf = (reader: ColumnReader): PortfolioIndex['entryAt'] => {
  const { words, known, texts, rows } = reader;
  const [customerId, name, domain] = [texts('texts.customerId'), texts('texts.name'), texts('texts.domain')];
  const [asOf, stale] = [words('asOf'), reader.bytes('stale')];
  const figure = (of: (typeof FIGURES)[number]) => known(`figures.${of}`);
  const figures = {
    sold: figure('sold'),
    assigned: figure('assigned'),
    unassigned: figure('unassigned'),
    assignedBeyondSold: figure('assignedBeyondSold'),
    neverAssigned: figure('neverAssigned'),
    idle: figure('idle'),
    deploymentPercent: figure('deploymentPercent'),
    activePeople: figure('activePeople'),
    activeEntitlements: figure('activeEntitlements'),
    qualified: figure('qualified'),
    usagePercent: figure('usagePercent'),
    heardDays: figure('heardDays'),
    atStake: figure('atStake'),
  };
  const recommendations = recommendationsOf(reader);
  const products = productsOf(reader);
  const workloads = workloadsOf(reader);
  const [family, people] = [words('families.family'), known('families.people')];
  const families = rows('families', (row) => ({ family: family(row) ?? '', people: people(row) }));
  return (place) => ({
    customerId: customerId(place),
    name: name(place),
    ...(domain(place) === '' ? {} : { domain: domain(place) }),
    asOf: asOf(place) ?? '',
    sold: figures.sold(place),
    assigned: figures.assigned(place),
    unassigned: figures.unassigned(place),
    assignedBeyondSold: figures.assignedBeyondSold(place),
    neverAssigned: figures.neverAssigned(place),
    idle: figures.idle(place),
    deploymentPercent: figures.deploymentPercent(place),
    activePeople: figures.activePeople(place),
    activeEntitlements: figures.activeEntitlements(place),
    qualified: figures.qualified(place),
    usagePercent: figures.usagePercent(place),
    stale: stale[place] === 1,
    heardDays: figures.heardDays(place),
    recommendations: recommendations(place),
    atStake: figures.atStake(place) ?? 0,
    products: products(place),
    workloads: workloads(place),
    families: families(place),
  });
};

const productsOf = ({ words, known, rows }: ColumnReader) => {
  const [sku, family] = [words('products.sku'), words('products.family')];
  const [sold, assigned, active] = [known('products.sold'), known('products.assigned'), known('products.active')];
  return rows('products', (row) => ({
    sku: sku(row) ?? '',
    family: family(row) ?? '',
    sold: sold(row),
    assigned: assigned(row),
    active: active(row),
  }));
};

const workloadsOf = ({ words, known, rows }: ColumnReader) => {
  const [family, workload] = [words('workloads.family'), words('workloads.workload')];
  const [qualified, active] = [known('workloads.qualified'), known('workloads.active')];
  return rows('workloads', (row) => ({
    family: family(row) ?? '',
    workload: workload(row) ?? '',
    qualified: qualified(row),
    active: active(row),
  }));
};

const recommendationsOf = ({ words, known, rows }: ColumnReader) => {
  const judged = (list: ListName) => {
    const [severity, about, atStake] = [words(`${list}.severity`), words(`${list}.about`), known(`${list}.atStake`)];
    return (row: number) => {
      const subject = about(row);
      // The writer took them from entries that have one of these severities each.
      const judgement = { severity: severity(row) as ListedRecommendation['severity'], atStake: atStake(row) ?? 0 };
      return subject === undefined ? judgement : { ...judgement, about: subject };
    };
  };
  const [id, precedence, whole] = [
    words('recommendations.id'),
    known('recommendations.precedence'),
    judged('recommendations'),
  ];
  const parts = rows('recommendationRows', judged('recommendationRows'));
  return rows('recommendations', (row) => ({
    id: id(row) as ListedRecommendation['id'], // as above
    ...whole(row),
    precedence: precedence(row) ?? 0,
    rows: parts(row),
  }));
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

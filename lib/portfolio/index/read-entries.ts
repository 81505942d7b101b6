import type { IndexEntry, ListedRecommendation } from '../generation/generation.ts';
import type { FIGURES, ListName } from './index-columns.ts';
import type { ColumnReader } from './read-columns.ts';
import { countsOf } from './read-counts.ts';

/** Makes entries of the columns, as they were added. */
export const entriesOf = (reader: ColumnReader): ((place: number) => IndexEntry) => {
  const { words, known, texts, rows } = reader;
  const [customerId, name, domain] = [texts('texts.customerId'), texts('texts.name'), texts('texts.domain')];
  const [asOf, counts] = [words('asOf'), countsOf(reader)];
  const figure = (of: (typeof FIGURES)[number]) => known(`figures.${of}`);
  const [deployment, usage, atStake] = [figure('deploymentPercent'), figure('usagePercent'), figure('atStake')];
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
    ...counts(place),
    deploymentPercent: deployment(place),
    usagePercent: usage(place),
    recommendations: recommendations(place),
    atStake: atStake(place) ?? 0,
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

import { RECOMMENDATION_IDS } from '../../../lib/insights/view/recommendation-ids.ts';

/** What a stored value is made of: the kind of a plain value, one shape for all elements of an array, or names and shapes. */
export type Shape = string | readonly Shape[] | { readonly [name: string]: Shape };

/** Names that are not attributes but data: keys of maps, and what is random or a test's own in a key. */
const DATA: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{64}/gu, '{sha256}'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu, '{uuid}'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/gu, '{instant}'],
  [/\d{4}-\d\d-\d\d/gu, '{day}'],
  [/^\d{4}-\d\d$/gu, '{month}'],
  [/^audit#\d{4}-\d\d$/gu, 'audit#{month}'],
  [/\b(?:contoso|fabrikam|tailspin|lucerne|wingtip|woodgrove|adatum|newcomer)\b(?!\.)/gu, '{customer}'],
  [/(?:\b(?:northwind|alpine|litware)|~operator)\b(?!\.)/gu, '{portfolio}'],
  [/[a-z0-9-]+@[a-z]+\.(?:com|example)/gu, '{address}'],
  [/^access#\w+/gu, 'access#{subject}'],
  [/^sign-out#\w+/gu, 'sign-out#{subject}'],
  [/^version#[0-9a-f]{12}$/gu, 'version#{version}'],
  [/^(?:exchange|sharepoint|onedrive|teams|yammer|officeapps|skypeforbusiness|mailshield|quarantine)$/gu, '{workload}'],
  [/graph\.(?:directorySubscriptions|subscribedSkus)$/gu, '{source}'],
  [/^(?:crm|entraTenantId)$/gu, '{system}'],
  [/^graph\.users$/gu, '{item}'],
  [/^\d{10}$/gu, '{part}'],
  [new RegExp(`^(?:${RECOMMENDATION_IDS.join('|')})$`, 'gu'), '{recommendation}'],
  [/^shield$/gu, '{sku}'],
];

/** A key without what is random in it or a test's own: `customer#contoso` is `customer#{customer}`. */
export const formOf = (key: string): string =>
  DATA.reduce((form, [data, placeholder]) => form.replaceAll(data, placeholder), key);

const isData = (name: string): boolean => name.includes('{');

const kindOfText = (text: string): string => {
  if (/^\d{4}-\d\d-\d\d$/u.test(text)) return 'day';
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u.test(text)) return 'instant';
  return 'text';
};

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (value instanceof Uint8Array) return 'bytes';
  return typeof value === 'string' ? kindOfText(value) : typeof value;
};

const isPlain = (value: unknown): boolean => kindOf(value) !== 'object';

/** A pair such as `[20514, true]`, whose places differ in kind. */
const isTuple = (elements: readonly unknown[]): boolean =>
  elements.length > 1 && elements.every(isPlain) && new Set(elements.map(kindOf)).size === elements.length;

const shapeOfArrays = (arrays: readonly (readonly unknown[])[]): Shape => {
  const filled = arrays.filter(({ length }) => length > 0);
  if (filled.length === 0) return [];
  if (filled.every(isTuple)) return (filled[0] ?? []).map((_, place) => shapeOf(filled.map((one) => one[place])));
  return [shapeOf(filled.flat())];
};

const shapeOfObjects = (objects: readonly Readonly<Record<string, unknown>>[]): Shape => {
  const samples = new Map<string, unknown[]>();
  const owners = new Map<string, number>();
  for (const one of objects)
    for (const [name, value] of Object.entries(one)) {
      const form = formOf(name);
      samples.set(form, [...(samples.get(form) ?? []), value]);
      owners.set(form, (owners.get(form) ?? 0) + 1);
    }
  return Object.fromEntries(
    [...samples].map(([name, values]) => {
      const isOptional = !isData(name) && (owners.get(name) ?? 0) < objects.length;
      const isNullable = values.includes(null) && values.some((value) => !isPlain(value));
      const known = isNullable ? values.filter((value) => value !== null) : values;
      return [`${name}${isOptional ? '?' : ''}${isNullable ? ' | null' : ''}`, shapeOf(known)];
    }),
  );
};

/**
 * What all these values have in common: `name?` is an attribute that some are without, `name | null` one that is null in
 * some, `{workload}` stands for keys that are data.
 */
const shapeOf = (values: readonly unknown[]): Shape => {
  if (values.some(isPlain)) return [...new Set(values.map(kindOf))].sort().join(' | ');
  if (values.every(Array.isArray)) return shapeOfArrays(values as readonly unknown[][]); // just checked
  if (values.some(Array.isArray)) return 'array | object';
  return shapeOfObjects(values as readonly Record<string, unknown>[]); // neither plain nor arrays
};

/** A value of some kind. */
export interface Sample {
  readonly kind: string;
  readonly value: unknown;
}

/** The shapes of samples by their kind. */
export const shapesOf = (samples: readonly Sample[]): Readonly<Record<string, Shape>> =>
  Object.fromEntries(
    [...Map.groupBy(samples, ({ kind }) => kind)].map(([kind, members]): [string, Shape] => [
      kind,
      shapeOf(members.map(({ value }) => value)),
    ]),
  );

import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { PortfolioRow } from '../../../lib/portfolio/generation/generation.ts';
import { unpackSections } from '../../../lib/portfolio/index/sections.ts';
import type { SentMessage, StoredItem, StoredObject } from './product.ts';
import { formOf, type Sample } from './shape.ts';

/** The attributes that are each table's key. */
const KEYS = {
  Activity: ['customerId', 'userId'],
  Licensing: ['owner', 'record'],
  Insights: ['owner', 'day'],
  Jobs: ['job', 'item'],
} as const;

/** The kind of an item: its table and the form of its key. */
export const kindOf = ({ table, item }: StoredItem): string =>
  `${table} ${KEYS[table].map((name) => formOf(String(item[name]))).join(' | ')}`;

/** Items, with what is packed into their bodies as samples of their own. */
export const itemSamples = (items: readonly StoredItem[]): Sample[] =>
  items.flatMap((one) => {
    const kind = kindOf(one);
    const { body } = one.item;
    const packed = body instanceof Uint8Array ? [{ kind: `${kind} | body`, value: unpacked(body) }] : [];
    return [{ kind, value: one.item }, ...packed];
  });

/** What lies compressed in an item. */
const unpacked = (body: Uint8Array): unknown => JSON.parse(brotliDecompressSync(body).toString('utf8'));

/**
 * Objects that the product reads back: what imports replaced, a generation's index, its rows, and what each row was found
 * to recommend, by rule.
 */
export const objectSamples = (objects: readonly StoredObject[]): Sample[] =>
  objects
    .filter(({ bucket, key }) => bucket === 'portfolios' || /^(?:replaced|erasures)\//u.test(key))
    .flatMap(({ bucket, key, bytes }) => {
      const kind = `${bucket} ${formOf(key)}`;
      if (key.endsWith('.columns.gz')) return [{ kind, value: columnsIn(gunzipSync(bytes)) }];
      const text = (key.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(bytes)).toString('utf8');
      if (bucket === 'uploads' || key.endsWith('/index.json.gz')) return [{ kind, value: JSON.parse(text) }];
      return text
        .split('\n')
        .filter((line) => line !== '')
        .flatMap((line) => {
          const { findings, ...row } = JSON.parse(line) as PortfolioRow; // the only other object there is
          return [
            { kind, value: row },
            ...findings.map((finding) => ({ kind: `finding ${finding.id}`, value: finding })),
          ];
        });
    });

/** The head of packed columns and, of each column, its kind and a number of it. */
const columnsIn = (packed: Uint8Array): unknown => {
  const { head, columns } = unpackSections(packed);
  const kinds = Object.entries(columns).map(([name, column]) => [name, { [column.constructor.name]: column[0] ?? 0 }]);
  return { head, columns: Object.fromEntries(kinds) };
};

/** Messages that the product sends itself, by queue. What S3 tells of an upload has the form that S3 gives it. */
export const messageSamples = (sent: readonly SentMessage[]): Sample[] =>
  sent
    .filter(({ body }) => !(body instanceof Object && 'detail-type' in body))
    .map(({ queue, body }) => ({ kind: queue, value: body }));

/** What cursors hold, by list. */
export const cursorSamples = (cursors: Readonly<Record<string, string>>): Sample[] =>
  Object.entries(cursors).map(([kind, cursor]) => ({
    kind,
    value: JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')),
  }));

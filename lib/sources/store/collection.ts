import * as z from 'zod';
import { importKindName, traitsOf } from '../../imports/formats/kinds/kinds.ts';
import { dayText } from '../../time/day.ts';
import { entityId } from '../../values/entity-id.ts';
import { sourceName } from './source.ts';

/** Why something waits: a budget of the service's, its own word, or that it cannot be reached. */
const waitsFor = z.enum(['budget', 'throttled', 'unavailable']);

/** One thing that is fetched, and what became of it. */
const collectedItem = z.object({
  id: z.string(),
  kind: importKindName,
  day: dayText.optional(),
  outcome: z.enum(['open', 'fetched', 'unchanged', 'refused']),
  /** How often a step broke off in it. */
  brokenOff: z.int().min(0).optional(),
  /** Until when (ISO instant) it rests, and for what. */
  notBefore: z.iso.datetime().optional(),
  waitsFor: waitsFor.optional(),
  /** The import that its file became. */
  importId: z.string().optional(),
  /** Whether that import has come to its end. */
  imported: z.boolean().optional(),
  /** Why there is nothing of it: what stood against fetching it, or the code of the import's refusal; and in words. */
  state: z.string().optional(),
  detail: z.string().optional(),
  /** What the import counted that was refused: what is stored, and what the file names. */
  counts: z.record(z.string(), z.int().min(0)).optional(),
});
export type CollectedItem = z.output<typeof collectedItem>;

/** The newest collection of a customer's source: how far it came, and what is known of those before. */
export const collection = z.object({
  customerId: entityId,
  portfolio: z.string(),
  name: sourceName,
  /** The tenant that was asked; absent of collections of earlier versions. */
  tenantId: z.string().optional(),
  /** The instant (ISO) for which it was due or asked for: a later one takes the place of an earlier one. */
  collectionId: z.iso.datetime(),
  startedAt: z.iso.datetime(),
  /** UTC. */
  day: dayText,
  /** Nothing was collected before it: versions that do not know `given` yet plan by that. */
  first: z.boolean(),
  status: z.enum(['running', 'importing', 'done']),
  /** Absent until it is planned. */
  items: z.array(collectedItem).optional(),
  /** What stood against all of it. */
  state: z.string().optional(),
  detail: z.string().optional(),
  /** Whether it was asked to let the application in. */
  consentAsked: z.boolean().optional(),
  /** Until when (ISO instant) the service may not know of the consent yet that it was given. */
  consentKnownBy: z.iso.datetime().optional(),
  /** Until when (ISO instant) all of it rests, and for what. */
  notBefore: z.iso.datetime().optional(),
  waitsFor: waitsFor.optional(),
  finishedAt: z.iso.datetime().optional(),
  /** When something was last collected (ISO instant), by this collection or one before. */
  lastCollectedAt: z.iso.datetime().optional(),
  /** The ids of what the service has given, by this collection or one before; absent of those of earlier versions. */
  given: z.array(z.string()).optional(),
  /** By item: the tag of its newest file. */
  tags: z.record(z.string(), z.string()),
});
export type Collection = z.output<typeof collection>;

/** After how many hours a collection is given up: before the next one is due. */
const GIVEN_UP_HOURS = 20;

/** Whether a collection still goes on at `now`. */
export const isUnderWay = ({ status, startedAt }: Collection, now: Date): boolean =>
  status !== 'done' && now.getTime() - Date.parse(startedAt) < GIVEN_UP_HOURS * 3_600_000;

/** Of whom a collection is: a customer's source, and the tenant that it asks. */
export type CollectedTenant = Pick<Collection, 'customerId' | 'portfolio' | 'name'> & { readonly tenantId: string };

/** The collection that begins where `last` was the newest one. What another tenant gave counts for nothing. */
export const newCollection = (
  { customerId, portfolio, name, tenantId }: CollectedTenant,
  last: Collection | undefined,
  collectionId: string,
  now: Date,
): Collection => {
  const before = last?.tenantId === undefined || last.tenantId === tenantId ? last : undefined;
  return {
    customerId,
    portfolio,
    name,
    tenantId,
    collectionId,
    startedAt: now.toISOString(),
    day: now.toISOString().slice(0, 'YYYY-MM-DD'.length),
    first: before?.lastCollectedAt === undefined,
    status: 'running',
    ...(before?.lastCollectedAt === undefined ? {} : { lastCollectedAt: before.lastCollectedAt }),
    given: before ? givenIn(before) : [],
    tags: before?.tags ?? {},
  };
};

const isGiven = ({ outcome }: CollectedItem): boolean => outcome === 'fetched' || outcome === 'unchanged';

/** The ids of what the service has given so far, days of reports aside: of what an earlier version stored, its newest. */
export const givenIn = ({ given, items = [] }: Collection): string[] =>
  given ?? items.filter((item) => isGiven(item) && !item.id.includes('@')).map(({ id }) => id);

/**
 * A collection that knows what the service has given of it: an item of which days are still open not yet, so that these are
 * asked for again where it ends before them; nor one that conceals again who is who.
 */
export const withGiven = (one: Collection): Collection => {
  const { items = [] } = one;
  const isOpen = (id: string) => items.some((item) => item.outcome === 'open' && item.id.startsWith(`${id}@`));
  const now = items.filter((item) => isGiven(item) && !item.id.includes('@') && !isOpen(item.id));
  const concealed = new Set(items.filter(({ state }) => state === 'names_concealed').map(({ id }) => id));
  const given = new Set([...givenIn({ ...one, items: [] }), ...now.map(({ id }) => id)]);
  return { ...one, given: [...given].filter((id) => !concealed.has(id)) };
};

/** What is asked in the tenant itself, and not of the partner about it. */
const ofTenant = ({ items = [] }: Collection): CollectedItem[] =>
  items.filter(({ kind }) => !traitsOf(kind).needsSeller);

/** Whether the tenant ever let the application read anything. */
export const wasLetIn = (one: Collection): boolean => {
  const given = new Set(givenIn(one));
  return ofTenant(one).some(({ id }) => given.has(id));
};

/** The permissions that are missing, where there are none at all left in a tenant which had let the application in. */
export const permissionsTaken = (one: Collection): string[] | undefined => {
  const asked = ofTenant(one);
  const isForbidden = ({ outcome, state }: CollectedItem) => outcome === 'refused' && state === 'permission_missing';
  if (asked.length === 0 || !asked.every(isForbidden) || !wasLetIn(one)) return undefined;
  return [...new Set(asked.flatMap(({ detail }) => detail ?? []))];
};

/** A collection in which one item became something else. */
export const withItem = (one: Collection, id: string, become: (item: CollectedItem) => CollectedItem): Collection => ({
  ...one,
  items: (one.items ?? []).map((item) => (item.id === id ? become(item) : item)),
});

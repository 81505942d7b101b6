import * as z from 'zod';
import { jobExpiry } from '../../jobs/retention.ts';
import { deleteItem } from '../../storage/delete-item.ts';
import { changeUnderRevision, readRevised } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { type PartnerPlace, sourceName } from './source.ts';

/** The newest look at which customers a partner has at a service. */
const discovery = z.object({
  portfolio: z.string(),
  name: sourceName,
  /** The instant (ISO) for which it was due or asked for. */
  discoveryId: z.iso.datetime(),
  startedAt: z.iso.datetime(),
  status: z.enum(['running', 'done']),
  /** Where the service's list goes on. */
  cursor: z.string().optional(),
  /** How many customers it has named so far. */
  found: z.int().min(0),
  state: z.string().optional(),
  detail: z.string().optional(),
  /** Until when (ISO instant) it rests. */
  notBefore: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
});
export type Discovery = z.output<typeof discovery>;

const stored = discovery.transform((one) => ({ ...one, expiresAt: jobExpiry(one.startedAt) }));
const keyOf = ({ portfolio, name }: PartnerPlace) => ({ job: `discovery#${portfolio}`, item: name });

/** After so many hours a look at customers is given up. */
const GIVEN_UP_HOURS = 20;

/** Whether it still goes on at `now`. */
export const isLooking = ({ status, startedAt }: Discovery, now: Date): boolean =>
  status === 'running' && now.getTime() - Date.parse(startedAt) < GIVEN_UP_HOURS * 3_600_000;

/** The newest look of a source, read consistently; `undefined` before there was one. */
export const readDiscovery = async (jobs: Table, place: PartnerPlace): Promise<Discovery | undefined> =>
  (await readRevised({ table: jobs, key: keyOf(place), schema: discovery }))?.value;

/** Begins a look of that id, unless one is under way or one of the same or a later id was begun. Returns the one that counts then. */
export const beginDiscovery = async (
  jobs: Table,
  { portfolio, name }: PartnerPlace,
  discoveryId: string,
  now: Date,
): Promise<Discovery> => {
  let counts: Discovery | undefined;
  await changeUnderRevision({ table: jobs, key: keyOf({ portfolio, name }), schema: stored }, (current) => {
    const before = current && discovery.parse(current);
    const stays = before && (before.discoveryId >= discoveryId || isLooking(before, now));
    const begun = { portfolio, name, discoveryId, startedAt: now.toISOString(), status: 'running' as const, found: 0 };
    counts = stays ? before : begun;
    return stays ? undefined : stored.parse(counts);
  });
  if (!counts) throw new Error('A look at customers was neither begun nor found');
  return counts;
};

/** Changes the look of that id, if it is still the newest one. Throws ContendedError. */
export const changeDiscovery = async (
  jobs: Table,
  place: PartnerPlace,
  discoveryId: string,
  change: (current: Discovery) => Discovery | undefined,
): Promise<void> => {
  await changeUnderRevision({ table: jobs, key: keyOf(place), schema: stored }, (current) => {
    if (current?.discoveryId !== discoveryId) return undefined;
    const next = change(discovery.parse(current));
    return next && stored.parse(next);
  });
};

/** Forgets what is known of looks of a source. */
export const dropDiscovery = async (jobs: Table, place: PartnerPlace): Promise<void> => {
  await deleteItem(jobs, keyOf(place));
};

import pMap from 'p-map';
import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { isStale } from '../../insights/count/freshness.ts';
import { readCoverage } from '../../licensing/coverage-table.ts';
import { readSettings } from '../../settings/settings-table.ts';
import type { Table } from '../../storage/table.ts';
import { dayOf } from '../../time/day.ts';
import { SOURCE_KINDS } from '../kinds/kinds.ts';
import { readCollections } from '../store/collection-table.ts';
import { isLooking, readDiscovery } from '../store/discovery-table.ts';
import { type CustomerSource, keyOfSource, type PartnerSource } from '../store/source.ts';
import { settingsOf } from '../store/usable-source.ts';
import type { ShownCustomerSource, ShownPartnerSource } from './shown-source.ts';
import { remedyOf, type SourceState, stateOfCode } from './source-states.ts';
import { standingOf } from './standing.ts';

/** What showing sources reads, and how the stage collects. */
export interface ShowingStores {
  readonly licensing: Table;
  readonly jobs: Table;
  /** At which hour (UTC) sources are collected that say none. */
  readonly usualHour: number;
  readonly reportingLagDays: number;
}

/** States that an admin of the tenant ends by consenting. */
const LACKS_CONSENT: ReadonlySet<SourceState> = new Set(['consent_missing', 'consent_refused', 'consent_withdrawn']);

const commonOf = (
  { name, kind, hour, putAt, credentials }: PartnerSource | CustomerSource,
  { usualHour }: Pick<ShowingStores, 'usualHour'>,
) => ({
  name,
  kind,
  hour: hour ?? usualHour,
  putAt,
  ...(credentials ? { credentialsSetAt: credentials.setAt } : {}),
});

/** A partner's source as it is shown; never its credentials. */
export const showPartnerSource = async (
  stores: ShowingStores,
  source: PartnerSource,
  now: Date,
): Promise<ShownPartnerSource> => {
  const { portfolio, name, newCustomers, settings } = source;
  const look = await readDiscovery(stores.jobs, { portfolio, name });
  const shown = { ...commonOf(source, stores), partnerId: portfolio, newCustomers, settings };
  if (!look) return shown;
  const { startedAt, finishedAt, found, detail } = look;
  const ended = look.status === 'done' ? stateOfCode(look.state ?? 'ok') : 'failed';
  const state = isLooking(look, now) ? 'collecting' : ended;
  const remedy = remedyOf(state, { detail });
  return { ...shown, customers: { startedAt, found, state, remedy, ...(finishedAt ? { finishedAt } : {}) } };
};

/** Customers' sources as they are shown, in their order; never their credentials. */
export const showCustomerSources = async (
  stores: ShowingStores,
  sources: readonly CustomerSource[],
  now: Date,
): Promise<ShownCustomerSource[]> => {
  const placeOf = (one: Pick<CustomerSource, 'portfolio' | 'customerId' | 'name'>): string =>
    `${one.portfolio}#${keyOfSource(one)}`;
  const [collections, { freshnessLimitDays }] = await Promise.all([
    readCollections(stores.jobs, sources),
    readSettings(stores.licensing),
  ]);
  const newest = new Map(collections.map((one) => [placeOf(one), one]));
  const asOf = dayOf(now) - stores.reportingLagDays;
  return pMap(
    sources,
    async (source): Promise<ShownCustomerSource> => {
      const { customerId, portfolio, tenantId, settings } = source;
      const common = commonOf(source, stores);
      const standing = standingOf(newest.get(placeOf(source)), { hour: common.hour, now });
      const through = await dataThrough(stores.licensing, customerId);
      const consentLink = LACKS_CONSENT.has(standing.state) ? await consentLinkOf(stores.licensing, source) : undefined;
      return {
        ...common,
        customerId,
        ...(portfolio === OPERATOR_PORTFOLIO ? {} : { partnerId: portfolio }),
        uses: settings ? 'own' : 'partner',
        tenantId,
        ...(settings ? { settings } : {}),
        ...standing,
        ...(consentLink === undefined ? {} : { consentLink }),
        ...(through === undefined ? {} : { dataThrough: through.day }),
        stale: through !== undefined && isStale(through.day, asOf, freshnessLimitDays[through.of]),
      };
    },
    { concurrency: 20 },
  );
};

/** Through which day the newest of a customer's data speaks: what users did, or what they hold where nothing is known of that. */
const dataThrough = async (licensing: Table, customerId: string) => {
  const { activity, assignments } = await readCoverage(licensing, customerId);
  const day = Object.values(activity).sort().at(-1);
  if (day !== undefined) return { day, of: 'activity' as const };
  return assignments && { day: assignments.through, of: 'assignments' as const };
};

const consentLinkOf = async (licensing: Table, source: CustomerSource): Promise<string | undefined> => {
  const found = await settingsOf(licensing, source);
  const kind = SOURCE_KINDS[source.kind];
  return found && kind.consentLink(kind.settings.parse(found.settings), source.tenantId);
};

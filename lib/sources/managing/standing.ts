import { type CollectedItem, type Collection, isUnderWay } from '../store/collection.ts';
import type { SourceStanding, StandingProblem } from './shown-source.ts';
import { type About, isHeld, remedyOf, SOURCE_STATES, type SourceState, stateOfCode } from './source-states.ts';

const byWeight = (one: SourceState, other: SourceState): number =>
  SOURCE_STATES.indexOf(one) - SOURCE_STATES.indexOf(other);

/** Single days of a first collection may be empty though their neighbours are not: that says nothing. */
const saysNothing = ({ id, state }: CollectedItem): boolean => id.includes('@') && state === 'report_empty';

const problemOf = ({
  id,
  kind,
  day,
  state: code = 'failed',
  detail,
  importId,
  counts,
}: CollectedItem): StandingProblem => {
  const state = stateOfCode(code);
  return {
    item: id,
    kind,
    state,
    remedy: remedyOf(state, { detail: state === 'file_refused' ? code : detail }),
    canTake: isHeld(state) && importId !== undefined,
    ...(day === undefined ? {} : { day }),
    ...(importId === undefined ? {} : { importId }),
    ...(counts === undefined ? {} : { counts }),
  };
};

/** The next instant (ISO) at an hour (UTC), after `now`. */
export const nextAt = (hour: number, now: Date): string => {
  const next = new Date(now);
  next.setUTCHours(hour, 0, 0, 0);
  if (next <= now) next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString();
};

const waitOf = (collection: Collection, now: Date) => {
  const isAhead = (notBefore: string | undefined) => notBefore !== undefined && Date.parse(notBefore) > now.getTime();
  if (isAhead(collection.notBefore)) {
    const { notBefore: until, waitsFor, consentKnownBy } = collection;
    // In these minutes, that is what is waited for first of all.
    return { until, waitsFor: waitsFor === 'unavailable' && isAhead(consentKnownBy) ? ('consent' as const) : waitsFor };
  }
  const open = (collection.items ?? []).filter(({ outcome }) => outcome === 'open');
  if (open.length === 0 || !open.every(({ notBefore }) => isAhead(notBefore))) return undefined;
  const [first] = open.sort((one, other) => ((one.notBefore ?? '') < (other.notBefore ?? '') ? -1 : 1));
  return { until: first?.notBefore, waitsFor: first?.waitsFor };
};

/** How a customer's source stands at `now`, by its newest collection; `hour` is when it is collected (UTC). */
export const standingOf = (
  collection: Collection | undefined,
  { hour, now }: { readonly hour: number; readonly now: Date },
): Omit<SourceStanding, 'stale' | 'dataThrough' | 'consentLink'> => {
  const nextCollectionAt = nextAt(hour, now);
  if (!collection) return { state: 'new', remedy: remedyOf('new'), nextCollectionAt, problems: [] };
  const { lastCollectedAt, items = [], status } = collection;
  const problems = items
    .filter((item) => item.outcome === 'refused' && !saysNothing(item))
    .map(problemOf)
    .sort((one, other) => byWeight(one.state, other.state));
  const common = { problems, ...(lastCollectedAt === undefined ? {} : { lastCollectedAt }) };
  const as = (state: SourceState, about: About = {}) => ({ state, remedy: remedyOf(state, about) });
  if (isUnderWay(collection, now)) {
    const wait = status === 'running' ? waitOf(collection, now) : undefined;
    if (!wait) return { ...common, ...as('collecting'), nextCollectionAt: now.toISOString() };
    const { until = nextCollectionAt, waitsFor } = wait;
    return { ...common, ...as('waiting', { waitsFor }), nextCollectionAt: until };
  }
  if (status !== 'done') return { ...common, ...as('failed'), nextCollectionAt };
  if (collection.state !== undefined)
    return { ...common, ...as(stateOfCode(collection.state), { detail: collection.detail }), nextCollectionAt };
  const [worst] = problems;
  if (worst) return { ...common, state: worst.state, remedy: worst.remedy, nextCollectionAt };
  return { ...common, ...as('ok'), nextCollectionAt };
};

import { logger } from '../../observability/logger.ts';
import type { FetchOutcome, Refusal } from '../collector.ts';
import { type CollectedItem, type Collection, wasLetIn } from '../store/collection.ts';
import type { UsableSource } from '../store/usable-source.ts';
import { spendFrom } from './budget-table.ts';
import type { Collectors } from './collectors.ts';
import { type FileStores, FileTooLarge, importIdOf, isPut, putFile } from './put-file.ts';

/** What fetching one item works with. */
export interface FetchWork {
  readonly collector: Collectors[keyof Collectors];
  readonly source: UsableSource;
  readonly tenantId: string;
  readonly collection: Collection;
  readonly clock: () => Date;
  /** Broken off when the function's time is nearly up. */
  readonly signal: AbortSignal;
}

/** Why an item is not fetched: as the service says it, or as it is known of what was asked and given before. */
export type FetchRefusal =
  | Refusal
  /** The application was asked into the tenant by the rights of the partner, and that was refused. */
  | 'consent_refused'
  /** The application was in the tenant, and is no longer. */
  | 'consent_withdrawn';

/** What became of an item, and the tag of its file, if it has a new one. */
export type Fetched = (
  | Exclude<FetchOutcome, { outcome: 'refused' }>
  | { readonly outcome: 'refused'; readonly state: FetchRefusal; readonly detail: string }
  | { readonly outcome: 'broken-off' }
  | { readonly outcome: 'consented'; readonly seconds: number; readonly knownWithinSeconds: number }
) & { readonly tag?: string | undefined };

/** Fetches one item into an import, once: a file that lies there already is not asked for again. Throws what nobody foresaw. */
export const fetchItem = async (stores: FileStores, work: FetchWork, item: CollectedItem): Promise<Fetched> => {
  const { collector, source, tenantId, collection, clock, signal } = work;
  if (await isPut(stores.bucket, importIdOf(collection, item.id))) return { outcome: 'fetched' };
  const wanted = { id: item.id, kind: item.kind, ...(item.day === undefined ? {} : { day: item.day }) };
  let tag: string | undefined;
  try {
    const outcome = await collector.fetch(wanted, {
      settings: source.settings,
      credentials: source.credentials,
      tenantId,
      now: clock,
      signal,
      tag: collection.tags[item.id],
      keepRefreshToken: source.keepRefreshToken,
      spend: (budget, calls) => spendFrom(stores.jobs, budget, calls, clock()),
      putFile: async (file) => {
        await putFile(stores, collection, file.item, file.content, { now: clock(), signal });
        tag = file.tag;
      },
    });
    if (outcome.outcome === 'refused' && outcome.state === 'consent_missing')
      return withoutConsent(stores, work, outcome);
    return { ...outcome, ...(tag === undefined ? {} : { tag }) };
  } catch (error) {
    if (signal.aborted) return { outcome: 'broken-off' };
    if (error instanceof FileTooLarge) return { outcome: 'refused', state: 'answer_unusable', detail: error.message };
    logger.warn('an item of a collection failed', { item: item.id });
    throw error;
  }
};

/** After how many seconds it is looked whether a service knows of a consent, and for how long it may take to. */
const CONSENT = { seconds: 60, knownWithinSeconds: 900 } as const;

/**
 * What is done without consent. Where the tenant had let the application in, somebody there took that back: it stays so
 * until they let it in again. Else it is let in where the credentials have that right, once in a collection: what is left
 * is then fetched.
 */
const withoutConsent = async (
  { jobs }: FileStores,
  { collector, source, tenantId, collection, clock, signal }: FetchWork,
  refused: { readonly outcome: 'refused'; readonly state: Refusal; readonly detail: string },
): Promise<Fetched> => {
  if (wasLetIn(collection)) return { ...refused, state: 'consent_withdrawn' };
  if (Date.parse(collection.consentKnownBy ?? '') > clock().getTime())
    return { outcome: 'later', seconds: CONSENT.seconds, why: 'unavailable' };
  if (collection.consentAsked) return refused;
  const { settings, credentials, keepRefreshToken } = source;
  const answer = await collector.grantConsent?.({
    settings,
    credentials,
    tenantId,
    now: clock,
    signal,
    keepRefreshToken,
    spend: (budget, calls) => spendFrom(jobs, budget, calls, clock()),
  });
  if (!answer) return refused;
  if (answer.outcome === 'refused') return { ...answer, state: 'consent_refused' };
  return answer.outcome === 'consented' ? { outcome: 'consented', ...CONSENT } : answer;
};

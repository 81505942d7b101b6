import { logger } from '../../observability/logger.ts';
import type { FetchOutcome } from '../collector.ts';
import type { CollectedItem, Collection } from '../store/collection.ts';
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

/** What became of an item, and the tag of its file, if it has a new one. */
export type Fetched = (
  | FetchOutcome
  | { readonly outcome: 'broken-off' }
  | { readonly outcome: 'consented'; readonly seconds: number }
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
      return (await askForConsent(stores, work)) ?? outcome;
    return { ...outcome, ...(tag === undefined ? {} : { tag }) };
  } catch (error) {
    if (signal.aborted) return { outcome: 'broken-off' };
    if (error instanceof FileTooLarge) return { outcome: 'refused', state: 'answer_unusable', detail: error.message };
    logger.warn('an item of a collection failed', { item: item.id });
    throw error;
  }
};

/** How long a service may take to know of a consent. */
const CONSENT_SECONDS = 60;

/** Lets the application into the tenant where the credentials have that right, once in a collection: what is left is then fetched. */
const askForConsent = async (
  { jobs }: FileStores,
  { collector, source, tenantId, collection, clock, signal }: FetchWork,
): Promise<Fetched | undefined> => {
  if (!collector.grantConsent || collection.consentAsked) return undefined;
  const { settings, credentials, keepRefreshToken } = source;
  const answer = await collector.grantConsent({
    settings,
    credentials,
    tenantId,
    now: clock,
    signal,
    keepRefreshToken,
    spend: (budget, calls) => spendFrom(jobs, budget, calls, clock()),
  });
  return answer.outcome === 'consented' ? { outcome: 'consented', seconds: CONSENT_SECONDS } : undefined;
};

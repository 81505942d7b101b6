import type { KindName } from '../imports/formats/kinds/kinds.ts';

/**
 * What a kind of source knows of its service: what there is to fetch of one customer, and how one thing of it is
 * fetched. It only downloads: what an answer means is read where every other file is read, in `imports/`.
 *
 * A collector keeps nothing. When it is called again for an item, after a kill or a pause, it begins that item anew.
 */
export interface Collector<Settings, Credentials> {
  /** What is to be fetched of a customer, in the order in which it is to be fetched. */
  readonly plan: (wanted: WantedCollection<Settings>) => readonly FetchItem[];
  /** Fetches one item, and says how it went. Throws only what nobody foresaw: the message is then delivered again. */
  readonly fetch: (item: FetchItem, context: FetchContext<Settings, Credentials>) => Promise<FetchOutcome>;
  /** The customers that the owner of the credentials has at the service, as far as one call tells. */
  readonly customers: (
    context: Omit<FetchContext<Settings, Credentials>, 'tenantId' | 'putFile' | 'tag'>,
    cursor: string | undefined,
  ) => Promise<FoundCustomers | Exclude<FetchOutcome, { outcome: 'fetched' | 'unchanged' }>>;
  /**
   * Lets the application into the tenant by the rights of who owns the credentials; `undefined` where these have no such
   * right, and left out where none ever have.
   */
  readonly grantConsent?: (
    context: Omit<FetchContext<Settings, Credentials>, 'putFile' | 'tag'>,
  ) =>
    | Promise<{ readonly outcome: 'consented' } | Exclude<FetchOutcome, { outcome: 'fetched' | 'unchanged' }>>
    | undefined;
}

export interface WantedCollection<Settings> {
  readonly settings: Settings;
  /** The day of the collection, UTC, as `YYYY-MM-DD`. */
  readonly day: string;
  /** The ids of the items that the service has given of this tenant before: of what is not there yet, past days are of use too. */
  readonly given: readonly string[];
}

/** One thing to fetch: it becomes one file, of one import. */
export interface FetchItem {
  /** Stable, and unique within a collection: `graph.users`, `graph.office365-active-users@2026-11-20`. */
  readonly id: string;
  readonly kind: KindName;
  /** The day that the file speaks of, `YYYY-MM-DD`, where it does not say so itself. */
  readonly day?: string | undefined;
}

export interface FetchContext<Settings, Credentials> {
  readonly settings: Settings;
  readonly credentials: Credentials;
  /** The customer's tenant at the service. */
  readonly tenantId: string;
  readonly now: () => Date;
  /** Broken off when the function's time is nearly up: the item is then begun anew by the next step. */
  readonly signal: AbortSignal;
  /** What `putFile` was given as `tag` when the item was last fetched: an entity tag, for a conditional request. */
  readonly tag: string | undefined;
  /** Keeps a refresh token that took the place of the one that was used. */
  readonly keepRefreshToken: (used: string, next: string) => Promise<void>;
  /** Counts calls against a budget *before* they are made: how long to wait, where the budget is used up. */
  readonly spend: (budget: Budget, calls: number) => Promise<{ readonly waitSeconds: number } | undefined>;
  /** Makes an import of the item's kind and streams its file to it. */
  readonly putFile: (file: {
    readonly item: FetchItem;
    readonly content: AsyncIterable<Uint8Array>;
    readonly tag?: string | undefined;
  }) => Promise<void>;
}

/** What a service allows: so many calls in so many seconds, for each key. */
export interface Budget {
  /** Whose budget it is: `microsoft-reports#{tenant}`. */
  readonly key: string;
  readonly calls: number;
  readonly seconds: number;
}

export type FetchOutcome =
  /** The file was put: its import goes on by itself. */
  | { readonly outcome: 'fetched' }
  /** The service has nothing newer than what it gave the last time. */
  | { readonly outcome: 'unchanged' }
  /** Not now: the item is to be fetched again no earlier than after these seconds. */
  | { readonly outcome: 'later'; readonly seconds: number; readonly why: 'budget' | 'throttled' | 'unavailable' }
  /** Not at all until somebody does something. `detail` names what is meant: a permission, a host, a status. */
  | { readonly outcome: 'refused'; readonly state: Refusal; readonly detail: string };

/** Why a service gives nothing, by what is to be done about it. */
export type Refusal =
  /** The credentials are wrong, expired or revoked. */
  | 'credentials_refused'
  /** Nobody of the tenant consents to the application. */
  | 'consent_missing'
  /** The application lacks a permission, named by `detail`. */
  | 'permission_missing'
  /** The tenant is not known to the service, or no longer the partner's. */
  | 'tenant_unknown'
  /** The tenant's reports conceal who is who. */
  | 'names_concealed'
  /** The report holds no rows. */
  | 'report_empty'
  /** The service sent something else than was asked for: a wrong type, a truncated or an endless file. */
  | 'answer_unusable'
  /** An address that the settings name, or that the service led to, is not one that may be called. */
  | 'address_refused';

export interface FoundCustomers {
  readonly outcome: 'found';
  readonly customers: readonly FoundCustomer[];
  /** Where the list goes on; left out at its end. */
  readonly cursor?: string | undefined;
}

export interface FoundCustomer {
  readonly tenantId: string;
  readonly name: string;
  readonly domain?: string | undefined;
}

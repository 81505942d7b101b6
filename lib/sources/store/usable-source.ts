import type * as z from 'zod';
import { SOURCE_KINDS } from '../kinds/kinds.ts';
import { readCredentialsEntry, type SecretStores } from './credentials-secret.ts';
import { keepRefreshToken, readRefreshToken, type TokenStores } from './rotating-token.ts';
import { type CustomerSource, keyOfSource, type PartnerSource, type SourcePlace } from './source.ts';
import { readPartnerSource } from './source-table.ts';

export type CredentialStores = SecretStores & TokenStores;

type Kind = (typeof SOURCE_KINDS)[keyof typeof SOURCE_KINDS];

/** How a service is asked for a source. */
export interface UsableSource {
  readonly kind: Kind['name'];
  readonly settings: z.output<Kind['settings']>;
  readonly credentials: z.output<Kind['credentials']>;
  /** Keeps a refresh token that took the place of the one that was used. */
  readonly keepRefreshToken: (used: string, next: string) => Promise<void>;
}

/** The settings by which a customer's source asks: its own, or those of its partner's; and whose they are. */
export const settingsOf = async (
  licensing: SecretStores['licensing'],
  source: PartnerSource | CustomerSource,
): Promise<{ readonly settings: unknown; readonly place: SourcePlace } | undefined> => {
  const { portfolio, name, settings } = source;
  if (settings) {
    const place = 'customerId' in source ? { portfolio, name, customerId: source.customerId } : { portfolio, name };
    return { settings, place };
  }
  const partners = await readPartnerSource(licensing, { portfolio, name });
  return partners && { settings: partners.settings, place: { portfolio, name } };
};

/** How the service of a source is asked now; a sentence that says what is missing where it cannot be. */
export const usableSource = async (
  stores: CredentialStores,
  source: PartnerSource | CustomerSource,
  now: () => Date,
): Promise<UsableSource | string> => {
  const found = await settingsOf(stores.licensing, source);
  if (!found) return `There is no source "${source.name}" of the partner any more.`;
  const { place } = found;
  const entry = await readCredentialsEntry(stores, place.portfolio, keyOfSource(place));
  if (!entry) return 'No credentials were given yet.';
  const kind = SOURCE_KINDS[source.kind];
  const first = kind.credentials.parse(entry.values);
  const settings = kind.settings.parse(found.settings);
  const rotated = await readRefreshToken(stores, place, entry.id);
  return {
    kind: kind.name,
    settings,
    credentials: rotated === undefined ? first : { ...first, refreshToken: rotated },
    keepRefreshToken: (used, next) =>
      keepRefreshToken(stores, place, { of: entry.id, first: first.refreshToken, used, next }, now()),
  };
};

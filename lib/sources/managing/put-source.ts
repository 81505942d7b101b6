import { randomUUID } from 'node:crypto';
import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { Problem } from '../../problem/problem.ts';
import type { BeforeChange } from '../../storage/revision.ts';
import { SOURCE_KINDS } from '../kinds/kinds.ts';
import type { CustomerSourceBody, PartnerSourceBody } from '../kinds/source-bodies.ts';
import {
  putCredentialsEntry,
  readCredentialsEntry,
  removeCredentialsEntries,
  type SecretStores,
} from '../store/credentials-secret.ts';
import {
  type CustomerPlace,
  type CustomerSource,
  keyOfSource,
  type PartnerPlace,
  type PartnerSource,
  type SourcePlace,
} from '../store/source.ts';
import {
  changeCustomerSource,
  changePartnerSource,
  readCustomerSource,
  readPartnerSource,
} from '../store/source-table.ts';

type Credentials = Readonly<Record<string, unknown>>;
type Told = PartnerSource['credentials'];

/** What is known of the credentials of a source once it is put, and what stores those that were given. */
const credentialsFor = async (
  stores: SecretStores,
  place: SourcePlace,
  kindName: PartnerSource['kind'],
  {
    settings,
    given,
    stored,
  }: { readonly settings: unknown; readonly given: Credentials | undefined; readonly stored: Told },
  now: Date,
): Promise<{ readonly told: Told; readonly store: () => Promise<void> }> => {
  const kind = SOURCE_KINDS[kindName];
  const source = keyOfSource(place);
  const values = given ?? (stored && (await readCredentialsEntry(stores, place.portfolio, source))?.values);
  if (!values)
    throw new Problem(400, 'credentials_needed', 'Give the "credentials" too: none are kept of this source yet.');
  const missing = kind.missing(kind.settings.parse(settings), kind.credentials.parse(values));
  if (missing !== undefined) throw new Problem(400, 'credentials_needed', missing);
  if (!given) return { told: stored, store: async () => {} };
  const id = randomUUID();
  return {
    told: { id, setAt: now.toISOString() },
    store: () => putCredentialsEntry(stores, place.portfolio, source, { id, values: given }),
  };
};

/**
 * Creates or replaces a partner's source. `beforeChange` is waited for before anything is written; it is never told
 * credentials. Returns the source. Throws the 400 problem of credentials that are missing, and ContendedError.
 */
export const putPartnerSource = async (
  stores: SecretStores,
  place: PartnerPlace,
  { kind, hour, newCustomers, credentials: given, ...settings }: PartnerSourceBody,
  now: Date,
  beforeChange: BeforeChange<unknown>,
): Promise<PartnerSource> => {
  const stored = (await readPartnerSource(stores.licensing, place))?.credentials;
  const { told, store } = await credentialsFor(stores, place, kind, { settings, given, stored }, now);
  const source: PartnerSource = {
    ...place,
    kind,
    newCustomers,
    settings,
    putAt: now.toISOString(),
    ...(hour === undefined ? {} : { hour }),
    ...(told ? { credentials: told } : {}),
  };
  await changePartnerSource(
    stores.licensing,
    place,
    () => source,
    async (before, after) => {
      await beforeChange(before, after);
      await store();
    },
  );
  return source;
};

/** The same for a customer's source: with credentials of its own, or by those of the partner's source of the same name. */
export const putCustomerSource = async (
  stores: SecretStores,
  place: CustomerPlace,
  body: CustomerSourceBody,
  now: Date,
  beforeChange: BeforeChange<unknown>,
): Promise<CustomerSource> => {
  const { kind, tenantId, hour } = body;
  const { credentials, settings } = await ownOf(stores, place, body, now);
  const make = (stored: CustomerSource | undefined): CustomerSource => ({
    ...place,
    kind,
    tenantId,
    putAt: now.toISOString(),
    ...(hour === undefined ? {} : { hour }),
    ...(settings ? { settings } : {}),
    ...(credentials?.told ? { credentials: credentials.told } : {}),
    ...(stored?.told && stored.tenantId === tenantId ? { told: stored.told } : {}),
  });
  let source: CustomerSource | undefined;
  await changeCustomerSource(
    stores.licensing,
    place,
    (stored) => {
      source = make(stored);
      return source;
    },
    async (before, after) => {
      await beforeChange(before, after);
      await credentials?.store();
    },
  );
  if (!source) throw new Error('A source was put, and is not there');
  // One that goes by its partner's has no more use for its own.
  if (!credentials) await removeCredentialsEntries(stores, place.portfolio, [keyOfSource(place)]);
  return source;
};

const ownOf = async (stores: SecretStores, place: CustomerPlace, body: CustomerSourceBody, now: Date) => {
  if (body.uses === 'partner') {
    await requirePartners(stores, place);
    return {};
  }
  const { uses: _, kind, tenantId: __, hour: ___, credentials: given, ...settings } = body;
  const stored = (await readCustomerSource(stores.licensing, place))?.credentials;
  return { settings, credentials: await credentialsFor(stores, place, kind, { settings, given, stored }, now) };
};

const requirePartners = async ({ licensing }: SecretStores, { portfolio, name }: CustomerPlace): Promise<void> => {
  if (portfolio === OPERATOR_PORTFOLIO)
    throw new Problem(
      400,
      'partner_needed',
      'Whose source it is to use is not said: name the partner by ?partner=, or give settings and credentials of its own ("uses": "own").',
    );
  if (await readPartnerSource(licensing, { portfolio, name })) return;
  throw new Problem(
    400,
    'unknown_source',
    `The partner has no source "${name}" that could be used. Put it first with PUT /v1/partners/${portfolio}/sources/${name}; nothing was stored.`,
  );
};

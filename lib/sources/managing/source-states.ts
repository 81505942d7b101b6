/** How a source of a customer stands, those that ask for somebody first: the first of several is shown. */
export const SOURCE_STATES = [
  'source_incomplete',
  'credentials_refused',
  'consent_withdrawn',
  'consent_refused',
  'consent_missing',
  'tenant_unknown',
  'address_refused',
  'permission_missing',
  'other_tenant',
  'shrinks_too_much',
  'identity_mode_changed',
  'names_concealed',
  'file_refused',
  'answer_unusable',
  'report_empty',
  'older_than_stored',
  'unavailable',
  'failed',
  'waiting',
  'collecting',
  'new',
  'ok',
] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

/** The state by the code of what stands against something; a refusal of an import that has no state of its own is one of its file. */
export const stateOfCode = (code: string): SourceState => SOURCE_STATES.find((one) => one === code) ?? 'file_refused';

/** What may be allowed so that a file is taken which was held back, by the state. */
export const ALLOWANCES = {
  shrinks_too_much: 'allowShrink',
  other_tenant: 'allowOtherTenant',
  identity_mode_changed: 'replaceIdentityMode',
} as const satisfies Partial<Record<SourceState, string>>;

export const isHeld = (state: SourceState): state is keyof typeof ALLOWANCES => Object.hasOwn(ALLOWANCES, state);

/** What a remedy may name. */
export interface About {
  readonly detail?: string | undefined;
  /** What is waited for. */
  readonly waitsFor?: 'budget' | 'throttled' | 'unavailable' | 'consent' | undefined;
}

const named = (detail: string | undefined): string => (detail === undefined ? '' : ` (${detail})`);

const WAITS = {
  budget: 'The service takes only so many calls in a while, and these are used up: it goes on by itself.',
  throttled: 'The service asked to wait: it goes on by itself.',
  unavailable: 'The service did not answer: it is asked again by itself.',
  consent: 'The application was let into the tenant, which takes a few minutes: it goes on by itself.',
} as const;

/** What each state means and what is to be done, for the API and for the pages. */
const REMEDIES: Readonly<Record<SourceState, (about: About) => string>> = {
  ok: () => 'All that was to be collected was.',
  new: () => 'Nothing was collected yet: it begins at its hour, or by "collect now".',
  collecting: () => 'It is being collected.',
  waiting: ({ waitsFor = 'throttled' }) => WAITS[waitsFor],
  source_incomplete: ({ detail }) =>
    `${detail ?? 'Something is missing.'} Put the source with its settings and credentials.`,
  credentials_refused: ({ detail }) =>
    `The service refuses the credentials${named(detail)}: they are wrong, expired or revoked. Put the source with new ones.`,
  consent_missing: ({ detail }) =>
    `Nobody of the tenant has consented to the application yet${named(detail)}. Send the link to an admin of the customer; then collect now.`,
  consent_refused: ({ detail }) =>
    `Consent for the tenant was asked for as the partner, and refused${named(detail)}. Give the partner's user that role in the tenant, or send the link to an admin of the customer; then collect now.`,
  consent_withdrawn: ({ detail }) =>
    `Somebody of the tenant took back the consent to the application${named(detail)}: what was collected until then stays. Ask the customer; an admin of it consents again by the link; then collect now.`,
  permission_missing: ({ detail }) =>
    `The application lacks a permission${named(detail)}. Add it to the application's registration, have it consented to, and collect now.`,
  tenant_unknown: ({ detail }) =>
    `The service does not know the tenant, or it is no longer the partner's${named(detail)}. Check the tenant's id and the relationship, or delete the source.`,
  names_concealed: () =>
    'The reports of the tenant conceal who is who. An admin of the customer switches that off: Microsoft 365 admin center, Settings, Org settings, Reports, "Display concealed user, group, and site names in all reports".',
  report_empty: ({ detail }) =>
    `A report holds no rows${named(detail)}: of a new tenant that is usual for two days. Otherwise ask whether anybody has the licences that it is about.`,
  answer_unusable: ({ detail }) =>
    `The service answered with something else than was asked for${named(detail)}. It is asked again tomorrow; if that stays, tell the operator.`,
  address_refused: ({ detail }) =>
    `An address is not one that may be called${named(detail)}. Check the hosts of the source; which hosts may be called, the operator says.`,
  shrinks_too_much: () =>
    'The file would end more than a third of what is stored: it is held. Compare both counts; take the file if they are right.',
  other_tenant: () =>
    'Neither the domains of the users nor the tenant ids of the file fit the customer: it is held. Check the tenant of the source; take the file if it is right.',
  identity_mode_changed: () =>
    'The users of the file go by names of another kind than those stored, concealed or readable: it is held. If that stays, take the file; what is known of the users stored so far then ends.',
  older_than_stored: () => 'A newer file is stored already: nothing has to be done.',
  file_refused: ({ detail }) => `A file was collected and could not be taken${named(detail)}: see its import.`,
  unavailable: ({ detail }) =>
    `The service could not be asked${named(detail)}. It is tried again at the next hour, or by "collect now".`,
  failed: () => 'Something failed on our side, several times. It is tried again at the next hour, or by "collect now".',
};

/** What a state means and what is to be done, in a sentence or two. */
export const remedyOf = (state: SourceState, about: About = {}): string => REMEDIES[state](about);

import type * as z from 'zod';
import { customers } from './customers.ts';
import { FORMS, type Form, type FormTraits } from './forms.ts';
import { graphCopilotUsers } from './graph-copilot-users.ts';
import { graphDirectorySubscriptions } from './graph-directory-subscriptions.ts';
import { graphOffice365ActiveUsers } from './graph-office365-active-users.ts';
import { graphOnedriveUserActivity } from './graph-onedrive-user-activity.ts';
import { graphSharepointUserActivity } from './graph-sharepoint-user-activity.ts';
import { graphSubscribedSkus } from './graph-subscribed-skus.ts';
import { graphTeamsUserActivity } from './graph-teams-user-activity.ts';
import { graphUsers } from './graph-users.ts';
import { graphYammerUserActivity } from './graph-yammer-user-activity.ts';
import { identities } from './identities.ts';
import type { ImportKind } from './import-kind.ts';
import { kindsByName, namesOfKinds } from './look-up-kinds.ts';
import { partnerCenterDynamicsUsage } from './partner-center-dynamics-usage.ts';
import { partnerCenterSubscriptions } from './partner-center-subscriptions.ts';
import { seats } from './seats.ts';
import { subscriptions } from './subscriptions.ts';

/**
 * Every kind of file that can be handed in, in the order in which they are offered: those that most is told by come
 * first.
 *
 * What reads the files stands on a floor above, in `readers.ts`, which does not compile while a kind lacks its reader.
 * Whoever takes requests, describes the API or draws pages needs to know what kinds there are, and reads none of their
 * files: with its reader beside its name, each kind would bring its parser along, as a bundler keeps an object whole.
 * That was half of our own code in the function that takes requests.
 */
export const IMPORT_KINDS = [
  graphOffice365ActiveUsers,
  graphUsers,
  graphDirectorySubscriptions,
  graphSubscribedSkus,
  partnerCenterSubscriptions,
  graphTeamsUserActivity,
  graphSharepointUserActivity,
  graphOnedriveUserActivity,
  graphYammerUserActivity,
  graphCopilotUsers,
  partnerCenterDynamicsUsage,
  seats,
  identities,
  subscriptions,
  customers,
] as const satisfies readonly ImportKind[];

export type Kind = (typeof IMPORT_KINDS)[number];
/** The kinds of a form. */
export type KindOf<OneForm extends Form> = Extract<Kind, { readonly form: OneForm }>;

export const KINDS_BY_NAME = kindsByName(IMPORT_KINDS);

export const importKindName = namesOfKinds(IMPORT_KINDS).meta({ id: 'ImportKind' });
export type KindName = z.infer<typeof importKindName>;

/** What is true of all files of the kind, by its form. */
export const traitsOf = (kind: KindName): FormTraits => FORMS[KINDS_BY_NAME[kind].form];

/** The names of the kinds whose files have the trait. */
export const kindsWhoseFiles = (trait: Exclude<keyof FormTraits, 'largestBytes'>): KindName[] =>
  importKindName.options.filter((kind) => traitsOf(kind)[trait]);

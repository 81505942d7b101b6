import type { AccessRecord } from '../../lib/access/access-record.ts';
import { readAccess } from '../../lib/access/read-access.ts';
import { removeAccess } from '../../lib/access/remove-access.ts';
import { recordChange, type Trail } from '../../lib/audit/record.ts';
import { grantAccess } from '../../lib/customers/grant-access.ts';
import { putPartner } from '../../lib/customers/keep-partner.ts';
import { readPartner } from '../../lib/customers/partner-table.ts';
import { requirePartners } from '../../lib/customers/require-partners.ts';
import { Problem } from '../../lib/problem/problem.ts';
import type { Table } from '../../lib/storage/table.ts';
import type { Request, Rights, Who } from './invite-options.ts';
import type { Say } from './run-command.ts';
import { createUser, deleteUser, findUser, resendInvitation, type UserPool } from './user-pool.ts';

/** Where the people and programs of a deployed stage are known. */
export interface Directory {
  /** None where tokens come from an issuer of the owner's own. */
  readonly pool?: UserPool;
  readonly licensing: Table;
  /** Where it is recorded what is changed. */
  readonly trail: Trail;
  /** What the stack tells of itself, by the names of its outputs. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The subject that is an operator without an access record; empty for none. */
  readonly firstOperator: string;
  readonly say: Say;
}

/** Does what `npm run invite` was asked to do; doing it again changes nothing. Throws errors that say what to do. */
export const doAsAsked = (directory: Directory, request: Request): Promise<void> => {
  if (request.kind === 'leaving') return letGo(directory, request.who);
  if (request.kind === 'lost-phone') return makeAnew(directory, request.email);
  return invite(directory, request);
};

const invite = async (
  directory: Directory,
  { who, rights, createPartner, resend }: Extract<Request, { kind: 'invite' }>,
): Promise<void> => {
  // Before anybody gets a mail.
  await requirePartner(directory, rights, createPartner);
  const subject = who.kind === 'person' ? await inviteUser(directory, who.email, resend) : subjectOf(directory, who);
  const before = await readAccess(directory.licensing, subject);
  await grant(directory, { subject, ...rights });
  const rest = before && inWords(before) !== inWords(rights) ? ` Before: ${inWords(before)}.` : '';
  directory.say(`${nameOf(who)} (${subject}) may now act as ${inWords(rights)}.${rest}`);
};

const grant = ({ licensing, trail }: Directory, record: AccessRecord) =>
  recordChange(trail, { action: 'access.put', target: record.subject }, (before) =>
    grantAccess(licensing, record, before),
  );

const withdraw = ({ licensing, trail }: Directory, subject: string) =>
  recordChange(trail, { action: 'access.delete', target: subject }, (before) =>
    removeAccess(licensing, subject, before),
  );

const requirePartner = async (
  { licensing, trail, say }: Directory,
  { partnerId }: Rights,
  createPartner: string | undefined,
): Promise<void> => {
  if (partnerId === undefined) return;
  if (createPartner !== undefined && !(await readPartner(licensing, partnerId))) {
    say(`The partner ${partnerId} is created as "${createPartner}".`);
    const profile = { partnerId, name: createPartner, tenantIds: [], recipients: [] };
    await recordChange(trail, { action: 'partner.put', target: partnerId }, (before) =>
      putPartner(licensing, profile, trail.at, before),
    );
  }
  try {
    await requirePartners(licensing, [partnerId]);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Error(
      `There is no partner "${partnerId}". Create it with the invitation: --create-partner "Its name". Nothing was done.`,
      { cause: error },
    );
  }
};

/** Makes sure that there is a user with that address, and returns whom their tokens speak for. */
const inviteUser = async (directory: Directory, email: string, resend: boolean): Promise<string> => {
  const { outputs, say } = directory;
  const pool = poolOf(directory);
  const created = await createUser(pool, email);
  if (created) {
    say(`${email} is invited: a mail with a password leads to ${outputs.ApiUrl}/`);
    return created.sub;
  }
  const user = await requireUser(pool, email);
  const waits = user.status === 'FORCE_CHANGE_PASSWORD';
  if (waits && resend) {
    await resendInvitation(pool, email);
    say(`${email} gets a new mail with a new password.`);
  } else if (resend)
    say(`${email} has chosen a password already; "Forgot your password?" of the sign-in leads to another.`);
  else say(`${email} was invited before${waits ? ' and has not signed in yet; --resend mails a new password' : ''}.`);
  return user.sub;
};

/**
 * Where a second factor is required, Cognito lets nobody take a user's authenticator away (SoftwareTokenMfaSettingsType in
 * its API reference), so the user is made anew: with another subject, which gets the access of the one before.
 */
const makeAnew = async (directory: Directory, email: string): Promise<void> => {
  const { licensing, say } = directory;
  const pool = poolOf(directory);
  const { sub: before } = await requireUser(pool, email);
  refuseFirstOperator(directory, before);
  const record = await readAccess(licensing, before);
  if (!record) throw new Error(`${email} has no access record. Use --leaving, then invite them.`);
  say(`${email} is made anew. If this breaks off, invite them again with: ${optionsFor(record)}`);
  await deleteUser(pool, email);
  const user = (await createUser(pool, email)) ?? (await requireUser(pool, email));
  const { subject: _before, ...rights } = record;
  await grant(directory, { ...rights, subject: user.sub });
  await withdraw(directory, before);
  say(`${email} (${user.sub}) may act as ${inWords(record)} as before, and gets a mail with a password.`);
};

const letGo = async (directory: Directory, who: Who): Promise<void> => {
  const { say } = directory;
  if (who.kind !== 'person') {
    const subject = subjectOf(directory, who);
    refuseFirstOperator(directory, subject);
    await withdraw(directory, subject);
    return say(
      `${nameOf(who)} (${subject}) may do nothing any more: the pages see that at once, the API within 5 minutes.`,
    );
  }
  const pool = poolOf(directory);
  const user = await findUser(pool, who.email);
  if (!user) return say(`There is no user ${who.email}.`);
  refuseFirstOperator(directory, user.sub);
  await withdraw(directory, user.sub); // first: it is found by the user
  await deleteUser(pool, who.email);
  return say(`${who.email} (${user.sub}) is deleted: the pages see that at once, the API within 5 minutes.`);
};

/** Without an access record the first operator is an operator again. */
const refuseFirstOperator = ({ firstOperator }: Directory, subject: string): void => {
  if (subject === firstOperator)
    throw new Error(
      `${subject} is the stage's firstOperator, and so would stay an operator. Take it out of the settings, deploy, and ask again.`,
    );
};

const poolOf = ({ pool }: Directory): UserPool => {
  if (!pool)
    throw new Error(
      'This stage has no user pool: people are made where its tokens are. Name whom a token speaks for by --subject.',
    );
  return pool;
};

const requireUser = async (pool: UserPool, email: string) => {
  const user = await findUser(pool, email);
  if (!user) throw new Error(`There is no user ${email}. Invite them: npm run invite -- --email ${email} --partner P`);
  return user;
};

const subjectOf = ({ outputs }: Directory, who: Exclude<Who, { kind: 'person' }>): string => {
  if (who.kind === 'subject') return who.subject;
  const programs = new Map(
    Object.entries(outputs).flatMap(([output, id]) => {
      const name = /^(?!Pages)(\w+)ClientId$/u.exec(output)?.[1];
      return name === undefined ? [] : [[kebabCase(name), id]];
    }),
  );
  const id = programs.get(who.name);
  if (id !== undefined) return id;
  throw new Error(
    `The stage has no program "${who.name}". It has ${[...programs.keys()].join(', ') || 'none'}: name more under identity.integrations, and deploy.`,
  );
};

/** `NightlyFeed` as settings write it: `nightly-feed`. */
const kebabCase = (name: string): string => name.replaceAll(/(?<!^)([A-Z])/gu, '-$1').toLowerCase();

const nameOf = (who: Who): string =>
  who.kind === 'person' ? who.email : who.kind === 'program' ? `The program ${who.name}` : 'The subject';

const inWords = ({
  partnerId,
  scopes,
}: Pick<Rights, 'scopes'> & { readonly partnerId?: string | undefined }): string =>
  partnerId === undefined ? scopes.join(' ') || 'nobody' : `${partnerId}: ${scopes.join(' ')}`;

const optionsFor = ({
  partnerId,
  scopes,
}: {
  readonly partnerId?: string | undefined;
  readonly scopes: readonly string[];
}) => (partnerId === undefined ? '--operator' : `--partner ${partnerId} --scopes "${scopes.join(' ')}"`);

import { parseArgs } from 'node:util';
import * as z from 'zod';
import { subject } from '../../lib/access/access-record.ts';
import { SCOPES, type Scope } from '../../lib/access/caller.ts';
import { DIRECT } from '../../lib/licensing/subscription.ts';
import { displayName, entityId } from '../../lib/values/entity-id.ts';
import { STAGE_OPTIONS } from './stage-options.ts';

const USAGE = `npm run invite -- <who> <what> [-c stage=prod] [--profile P]
  who   --email E, a person; --program N, one of the stage's identity.integrations; --subject S, of a token of another issuer
  what  --partner P [--scopes "insights:read exports:write"] [--create-partner "Name"], or --operator
        --resend       with one of these: mails a person a new password for the first sign-in
        --lost-phone   makes a person anew, with the access they had, so that they set up another authenticator
        --leaving      deletes a person and their access; takes the access of a program or subject`;

/** Whose access it is about. */
export type Who =
  | { readonly kind: 'person'; readonly email: string }
  | { readonly kind: 'program'; readonly name: string }
  | { readonly kind: 'subject'; readonly subject: string };

/** What somebody may do from now on, and for whom. */
export interface Rights {
  /** None for an operator. */
  readonly partnerId?: string;
  readonly scopes: Scope[];
}

/** What is asked of `npm run invite`. */
export type Request =
  | {
      readonly kind: 'invite';
      readonly who: Who;
      readonly rights: Rights;
      /** The name under which the partner is created if there is none. */
      readonly createPartner?: string;
      readonly resend: boolean;
    }
  | { readonly kind: 'lost-phone'; readonly email: string }
  | { readonly kind: 'leaving'; readonly who: Who };

/** What a person is given who looks after a portfolio. */
const OF_A_PERSON = 'insights:read exports:write';

const email = z.string().trim().toLowerCase().pipe(z.email());
const scopes = z
  .string()
  .transform((text) => text.split(/\s+/u).filter((one) => one !== ''))
  .pipe(z.array(z.enum(SCOPES)).min(1));
const partnerId = entityId.refine((id) => id !== DIRECT, `"${DIRECT}" stands for seats that no partner sold`);

/** The value of an option as the schema takes it. Throws an error that names the option. */
const checked = <Value>(option: string, schema: z.ZodType<Value>, value: string): Value => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ message }) => message).join('; ');
  throw new Error(`--${option} cannot be "${value}": ${reasons}`);
};

const asked = (why: string): Error => new Error(`${why}\n${USAGE}`);

/** Reads the command line. Throws an error that says what is missing or contradicts itself. */
export const readInviteOptions = (args: readonly string[]) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...STAGE_OPTIONS,
      email: { type: 'string' },
      program: { type: 'string' },
      subject: { type: 'string' },
      partner: { type: 'string' },
      operator: { type: 'boolean', default: false },
      scopes: { type: 'string' },
      'create-partner': { type: 'string' },
      resend: { type: 'boolean', default: false },
      'lost-phone': { type: 'boolean', default: false },
      leaving: { type: 'boolean', default: false },
    },
  });
  return { stage: { context: values.context, profile: values.profile }, request: requestOf(values) };
};

interface Values {
  readonly email?: string | undefined;
  readonly program?: string | undefined;
  readonly subject?: string | undefined;
  readonly partner?: string | undefined;
  readonly operator: boolean;
  readonly scopes?: string | undefined;
  readonly 'create-partner'?: string | undefined;
  readonly resend: boolean;
  readonly 'lost-phone': boolean;
  readonly leaving: boolean;
}

const requestOf = (values: Values): Request => {
  const who = whoOf(values);
  const { leaving, 'lost-phone': lostPhone, partner, operator, 'create-partner': name } = values;
  if ([leaving, lostPhone, operator, partner !== undefined].filter(Boolean).length !== 1)
    throw asked('What? Name one of --partner, --operator, --lost-phone and --leaving.');
  if (leaving) return { kind: 'leaving', who };
  if (lostPhone) {
    if (who.kind !== 'person') throw asked('Only a person has a phone: name them by --email.');
    return { kind: 'lost-phone', email: who.email };
  }
  if (name !== undefined && partner === undefined) throw asked('--create-partner goes with --partner.');
  if (values.resend && who.kind !== 'person') throw asked('Only a person gets a mail: name them by --email.');
  return {
    kind: 'invite',
    who,
    rights: partner === undefined ? { scopes: ['operator'] } : rightsFor(partner, who, values.scopes),
    ...(name === undefined ? {} : { createPartner: checked('create-partner', displayName, name) }),
    resend: values.resend,
  };
};

const whoOf = ({ email: address, program, subject: speaksFor }: Values): Who => {
  const named: Who[] = [
    ...(address === undefined ? [] : [{ kind: 'person' as const, email: checked('email', email, address) }]),
    ...(program === undefined ? [] : [{ kind: 'program' as const, name: program }]),
    ...(speaksFor === undefined ? [] : [{ kind: 'subject' as const, subject: checked('subject', subject, speaksFor) }]),
  ];
  const [who, another] = named;
  if (!who || another) throw asked('Who? Name one of --email, --program and --subject.');
  return who;
};

const rightsFor = (partner: string, who: Who, wanted: string | undefined): Rights => {
  const given = wanted ?? (who.kind === 'person' ? OF_A_PERSON : undefined);
  if (given === undefined) throw asked('Say what it may do: --scopes "activity:write licensing:write", for example.');
  return { partnerId: checked('partner', partnerId, partner), scopes: checked('scopes', scopes, given) };
};

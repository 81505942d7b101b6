import * as z from 'zod';

/** What is recorded: administrative changes, and people coming and going. The names are stable, for programs. */
const AUDIT_ACTIONS = [
  'access.put',
  'access.delete',
  'customer.put',
  'customer.take',
  'identities.put',
  'identities.delete',
  'import.map-name',
  'import.undo',
  'partner.put',
  'partner.delete',
  'preset.put',
  'preset.delete',
  'product-group.put',
  'product.put',
  'settings.put',
  'source.put',
  'source.delete',
  'workload.put',
  'acting-as',
  'sign-in',
  'sign-out',
] as const;

export const auditAction = z.enum(AUDIT_ACTIONS).meta({ id: 'AuditAction' });

/** How long entries are kept, in days: a yearly audit reaches back over the whole of its year. */
export const AUDIT_DAYS = 400;

/** Who did what to what, and when. Never holds who of a customer's users it was about. */
export const auditEntry = z.object({
  /** When it was asked for. */
  at: z.iso.datetime(),
  /** Whose token or session it was, or which command of whom. */
  subject: z.string(),
  /** For whose portfolio the subject acted, where it is known. */
  portfolio: z.string().optional(),
  action: auditAction,
  /** The id of what was changed. */
  target: z.string().optional(),
  /** What was stored and what is, as JSON; none where nothing was, or is. */
  before: z.string().optional(),
  after: z.string().optional(),
  requestId: z.string().optional(),
  /** `begun`: about to be done when this was written, and not known whether it was. */
  outcome: z.enum(['begun', 'done']),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** Longer records are named by their size instead: an item holds 400 KB, and a page of a list 1 MB (DynamoDB quotas). */
const MOST_CHARACTERS = 4_000;

/** A record as an entry holds it: compact JSON of at most 4,000 characters; `undefined` for none. */
export const inEntry = (record: unknown): string | undefined => {
  if (record === undefined) return undefined;
  const json = JSON.stringify(record);
  return json.length <= MOST_CHARACTERS ? json : JSON.stringify({ tooLong: true, characters: json.length });
};

import { createHash, randomUUID } from 'node:crypto';
import { type Caller, partnerOf } from '../../access/caller.ts';
import { requireCustomer } from '../../customers/customer-access.ts';
import { readPartner } from '../../customers/partner-table.ts';
import type { RecommendationLinks } from '../../insights/view/recommendation-ids.ts';
import type { Generation } from '../../portfolio/generation/generation.ts';
import { readPointer } from '../../portfolio/generation-pointer.ts';
import { noPortfolioYet, portfolioBeingRebuilt } from '../../portfolio/portfolio-problems.ts';
import { isStillReadable } from '../../portfolio/still-readable.ts';
import { Problem } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import type { ExportJob, ExportReport } from './export-job.ts';
import { readUndeliverable, undeliverableText } from './undeliverable-table.ts';

/** What a caller asks for. */
export interface WantedExport {
  readonly reports: readonly ExportReport[];
  readonly customerId?: string | undefined;
  /** Lower-cased mail addresses. */
  readonly email?: readonly string[] | undefined;
}

/** Where a new export is checked and pinned. */
export interface NewExportStores {
  readonly jobs: Table;
  readonly licensing: Table;
  readonly insights: Table;
}

/** What a new export is given besides what was asked for. */
export interface Pinned {
  readonly exportId: string;
  readonly now: Date;
  /** The operator's links of each recommendation. */
  readonly links: RecommendationLinks;
}

/**
 * A new export of the caller's portfolio as it is published now, not stored yet. Throws the Problem that stands against
 * it: an unknown customer or recipient, no generation, or one that may not be read any more.
 */
export const newExport = async (
  { jobs, licensing, insights }: NewExportStores,
  caller: Caller,
  { reports, customerId, email = [] }: WantedExport,
  { exportId, now, links }: Pinned,
): Promise<ExportJob> => {
  const customer = customerId === undefined ? undefined : await requireCustomer(licensing, caller, customerId);
  await requireRecipients({ licensing, jobs }, caller, email, now);
  return {
    exportId,
    portfolio: caller.portfolio,
    createdAt: now.toISOString(),
    requestedBy: caller.subject,
    reports: [...reports],
    ...(reports.includes('recommendations') ? { links } : {}),
    ...(customer ? { customerId: customer.customerId, customerName: customer.name } : {}),
    recipients: [...new Set(email)],
    generation: await requireGeneration(licensing, insights, caller.portfolio),
    status: 'queued',
    progress: 0,
    progressedAt: now.toISOString(),
  };
};

/** The id of a new export: the same for the same key of the same caller, so that asking again makes no second one. */
export const exportIdFor = ({ portfolio, subject }: Caller, idempotencyKey: string | undefined): string => {
  if (idempotencyKey === undefined) return randomUUID();
  if (idempotencyKey === '' || idempotencyKey.length > 255)
    throw new Problem(400, 'invalid_idempotency_key', 'An Idempotency-Key has 1 to 255 characters. Shorten it.');
  const hash = createHash('sha256').update(JSON.stringify([portfolio, subject, idempotencyKey]));
  return hash.digest('hex').slice(0, 32);
};

/**
 * Throws a Problem unless the lower-cased addresses all are on the list of the partner that the caller acts as (else 400),
 * and take mail as far as is known (else 409).
 */
export const requireRecipients = async (
  { licensing, jobs }: Pick<NewExportStores, 'licensing' | 'jobs'>,
  caller: Caller,
  email: readonly string[],
  now: Date,
): Promise<void> => {
  if (email.length === 0) return;
  const partnerId = partnerOf(caller);
  if (partnerId === undefined)
    throw new Problem(
      400,
      'partner_required',
      'Only a partner has recipients. Add ?partner= to act as one, or leave "email" out.',
    );
  const partner = await readPartner(licensing, partnerId);
  const stranger = email.find((address) => !partner?.recipients.includes(address));
  if (partner === undefined || stranger !== undefined)
    throw new Problem(
      400,
      'unknown_recipient',
      `"${stranger}" is not one of the partner's recipients. Ask the operator to add it, or leave it out.`,
    );
  for (const address of new Set(email)) {
    const returned = await readUndeliverable(jobs, address, partner, now);
    if (returned)
      throw new Problem(409, 'recipient_undeliverable', `"${address}" is not mailed. ${undeliverableText(returned)}`);
  }
};

const requireGeneration = async (licensing: Table, insights: Table, portfolio: string): Promise<Generation> => {
  const current = await readPointer(insights, portfolio);
  if (!current) throw noPortfolioYet();
  if (await isStillReadable(licensing, portfolio, current.startedAt)) return current;
  throw portfolioBeingRebuilt();
};

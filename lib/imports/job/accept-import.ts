import { randomUUID } from 'node:crypto';
import { type Caller, may, partnerOf } from '../../access/caller.ts';
import { requireCustomer } from '../../customers/customer-access.ts';
import { Problem } from '../../problem/problem.ts';
import { countAgainstLimit } from '../../settings/count-against-limit.ts';
import { dayOf, formatDay } from '../../time/day.ts';
import type { FileEncoding } from '../formats/file-encoding.ts';
import { traitsOf } from '../formats/kinds/kinds.ts';
import { type SeatColumns, seatMapping } from '../formats/presets/seat-mapping.ts';
import { type ImportJob, type ImportRequest, newImport } from './import-job.ts';
import { createImport, type ImportJobStores } from './import-job-table.ts';
import { presetMapping } from './keep-presets.ts';

/** What a caller asks for. */
export interface WantedImport extends Pick<ImportJob, 'kind'> {
  readonly customerId?: string | undefined;
  /** The day that the file speaks of, where it does not say so itself. */
  readonly day?: string | undefined;
  readonly replaceIdentityMode?: boolean | undefined;
  /** What the file is read as, unless a byte order mark in it says otherwise. */
  readonly encoding?: FileEncoding | undefined;
  readonly allowShrink?: boolean | undefined;
  readonly allowOtherTenant?: boolean | undefined;
  /** Which columns say what, by the name of a preset, or by themselves, or both. */
  readonly preset?: string | undefined;
  readonly columns?: SeatColumns | undefined;
  /** Whether the file is only shown as it would be taken. */
  readonly preview?: boolean | undefined;
}

/** Stores a new import, which waits for its file. Throws the Problem that stands against it. */
export const acceptImport = async (
  { jobs, licensing }: ImportJobStores,
  caller: Caller,
  { kind, customerId, day, encoding = 'utf-8', preset, columns, preview, ...allowed }: WantedImport,
  now: Date,
): Promise<ImportJob> => {
  requireBothScopes(caller);
  if (day !== undefined && day > formatDay(dayOf(now))) throw dayInFuture(day);
  const { needsSeller, namesCustomers, mayNameCustomers, needsOperator, isRecorded } = traitsOf(kind);
  if (needsOperator && !actsForAll(caller)) throw operatorNeeded(kind);
  if (needsSeller && partnerOf(caller) === undefined) throw sellerNeeded(kind);
  if (customerId !== undefined) {
    if (namesCustomers) throw customerNotNeeded(kind);
    await requireCustomer(licensing, caller, customerId);
  } else if (!namesCustomers && !mayNameCustomers) throw customerNeeded(kind);
  const mapped = await mappingOf(licensing, caller.portfolio, kind, { preset, columns, preview });
  await countAgainstLimit({ jobs, licensing }, caller, { limit: 'importsPerDay' }, now);
  const { portfolio } = caller;
  const createdAt = now.toISOString();
  const { replaceIdentityMode = false, allowShrink = false, allowOtherTenant = false } = allowed;
  const permitted = { replaceIdentityMode, allowShrink, allowOtherTenant };
  const importId = randomUUID();
  const by = isRecorded ? { requestedBy: caller.subject } : {};
  const told = { customerId, day, encoding, ...permitted, ...mapped, ...by };
  const job = newImport({ importId, kind, portfolio, createdAt, ...told });
  await createImport(jobs, job);
  return job;
};

/** How a request maps the columns of its file. Throws the Problem that stands against it. */
const mappingOf = async (
  licensing: ImportJobStores['licensing'],
  portfolio: string,
  kind: WantedImport['kind'],
  { preset, columns, preview = false }: Pick<WantedImport, 'preset' | 'columns' | 'preview'>,
): Promise<Pick<ImportRequest, 'mapping' | 'preset' | 'preview'>> => {
  if (!traitsOf(kind).mapsColumns) {
    if (preset === undefined && columns === undefined && !preview) return {};
    throw new Problem(
      400,
      'columns_not_mapped',
      `A file of ${kind} has columns of its own: "preset", "columns" and "preview" are for files of the kind seats.`,
    );
  }
  const known = preset === undefined ? undefined : await presetMapping(licensing, portfolio, preset);
  if (preset !== undefined && !known) throw unknownPreset(preset);
  const mapping = seatMapping.safeParse({ ...known, ...columns });
  if (!mapping.success) throw mappingNeeded();
  return {
    mapping: mapping.data,
    ...(preset === undefined ? {} : { preset }),
    ...(preview ? { preview: true } : {}),
  };
};

const unknownPreset = (preset: string): Problem =>
  new Problem(
    400,
    'unknown_preset',
    `There is no preset "${preset}". GET /v1/presets lists those that are; or map the columns yourself.`,
  );

const mappingNeeded = (): Problem =>
  new Problem(
    400,
    'mapping_needed',
    'Say which columns of the file say whose seat it is and of which product: by "preset", or by "columns" with "user" and "product".',
  );

/** Throws the Problem of a caller who may not hand in files. */
export const requireBothScopes = (caller: Caller): void => {
  if (may(caller, ['activity:write']) && may(caller, ['licensing:write'])) return;
  throw new Problem(
    403,
    'missing_scope',
    'A file holds activity and licences: this call needs both scopes, "activity:write" and "licensing:write". Ask the operator for them.',
  );
};

/** Whether the caller is an operator who acts for all customers, and not as a partner. */
const actsForAll = (caller: Caller): boolean => caller.operator && partnerOf(caller) === undefined;

const operatorNeeded = (kind: string): Problem =>
  new Problem(
    403,
    'operator_needed',
    `A file of the kind ${kind} is the operator's alone, who acts for no single partner. Ask the operator to hand it in.`,
  );

const sellerNeeded = (kind: string): Problem =>
  new Problem(
    400,
    'partner_needed',
    `A file of the kind ${kind} is one partner's list. Say whose it is: POST /v1/imports?partner={id}.`,
  );

const customerNeeded = (kind: string): Problem =>
  new Problem(400, 'customer_needed', `A file of ${kind} is of one customer. Say whose it is by "customerId".`);

const customerNotNeeded = (kind: string): Problem =>
  new Problem(400, 'customer_not_needed', `A file of ${kind} names its customers itself. Leave "customerId" out.`);

const dayInFuture = (day: string): Problem =>
  new Problem(400, 'day_in_future', `The day ${day} is in the future. A file speaks of today (UTC) or an earlier day.`);

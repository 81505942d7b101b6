import * as z from 'zod';
import type { SeatTotalSource } from '../licensing/seat-totals.ts';
import { openOffice365ActiveUserDetail } from './parse-office365-active-user-detail.ts';
import { parseSubscribedSkus } from './parse-subscribed-skus.ts';
import type { OpenReport } from './report-row.ts';

/** A JSON document that lists all seats of a customer. It does not say its day. */
export interface SeatTotalsKind {
  readonly form: 'seatTotals';
  readonly source: SeatTotalSource;
  readonly parse: typeof parseSubscribedSkus;
}

/** A CSV file with a row per user of a customer, which says its day, what users did and which products they hold. */
export interface UserReportKind {
  readonly form: 'userReport';
  readonly open: OpenReport;
}

export type ImportKind = SeatTotalsKind | UserReportKind;

/** Every kind of file that can be handed in: its parser, and what is made of its rows. */
export const IMPORT_KINDS = {
  'graph.subscribedSkus': { form: 'seatTotals', source: 'graph.subscribedSkus', parse: parseSubscribedSkus },
  'graph.office365ActiveUserDetail': { form: 'userReport', open: openOffice365ActiveUserDetail },
} as const satisfies Readonly<Record<string, ImportKind>>;

export const importKindName = z
  .enum(Object.keys(IMPORT_KINDS) as [keyof typeof IMPORT_KINDS]) // Object.keys forgets the literal types
  .meta({ id: 'ImportKind' });

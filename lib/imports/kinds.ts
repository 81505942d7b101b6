import * as z from 'zod';
import type { Catalogue } from '../catalogue/product.ts';
import type { SeatTotalSource } from '../licensing/seat-totals.ts';
import type { Day } from '../time/day.ts';
import { parseDirectorySubscriptions } from './parse-directory-subscriptions.ts';
import { openOffice365ActiveUserDetail } from './parse-office365-active-user-detail.ts';
import { parsePartnerCenterSubscriptions } from './parse-partner-center-subscriptions.ts';
import { parseSubscribedSkus } from './parse-subscribed-skus.ts';
import { parseUsers } from './parse-users.ts';
import type { ParsedSeatTotals } from './parsed-seats.ts';
import type { OpenReport } from './report-row.ts';

/** A JSON document that lists all seats of a customer. It does not say its day. */
export interface SeatTotalsKind {
  readonly form: 'seatTotals';
  readonly source: SeatTotalSource;
  /** Throws FileRefused; `today` is the file's day. */
  readonly parse: (document: unknown, catalogue: Catalogue, today: Day) => ParsedSeatTotals;
}

/** A CSV file with a row per user of a customer, which says its day, what users did and which products they hold. */
export interface UserReportKind {
  readonly form: 'userReport';
  readonly open: OpenReport;
}

/** A JSON document that lists what one partner sold to a customer: the partner that hands it in. It does not say its day. */
export interface SellerListKind {
  readonly form: 'sellerList';
  readonly parse: typeof parsePartnerCenterSubscriptions;
}

/** A JSON document that lists all users of a customer with the products they hold. It does not say its day. */
export interface UserListKind {
  readonly form: 'userList';
  readonly parse: typeof parseUsers;
}

export type ImportKind = SeatTotalsKind | SellerListKind | UserListKind | UserReportKind;

/** Every kind of file that can be handed in: its parser, and what is made of its rows. */
export const IMPORT_KINDS = {
  'graph.subscribedSkus': { form: 'seatTotals', source: 'graph.subscribedSkus', parse: parseSubscribedSkus },
  'graph.directorySubscriptions': {
    form: 'seatTotals',
    source: 'graph.directorySubscriptions',
    parse: parseDirectorySubscriptions,
  },
  'graph.office365ActiveUserDetail': { form: 'userReport', open: openOffice365ActiveUserDetail },
  'graph.users': { form: 'userList', parse: parseUsers },
  'partnerCenter.subscriptions': { form: 'sellerList', parse: parsePartnerCenterSubscriptions },
} as const satisfies Readonly<Record<string, ImportKind>>;

export const importKindName = z
  .enum(Object.keys(IMPORT_KINDS) as [keyof typeof IMPORT_KINDS]) // Object.keys forgets the literal types
  .meta({ id: 'ImportKind' });

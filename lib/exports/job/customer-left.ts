import { Problem } from '../../problem/problem.ts';

/** Why files are not handed out any more, to whoever may see the export. */
export const CUSTOMER_LEFT = 'A customer was taken out of the portfolio meanwhile. Ask for a new export.';

/** The problem of an export that may hold a customer who has left: 410 for its files, 409 for sending it on. */
export const customerLeft = (status: 409 | 410): Problem => new Problem(status, 'export_not_readable', CUSTOMER_LEFT);

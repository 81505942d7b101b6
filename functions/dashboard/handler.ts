import { pageHandler } from '../../lib/http/page-handler.ts';
import { assets } from './assets.ts';
import { authPages } from './auth-pages.ts';
import { customer } from './customer.ts';
import { exportPages } from './export.ts';
import { exportsList, orderExport } from './exports.ts';
import { importPages } from './imports.ts';
import { portfolio } from './portfolio.ts';
import { surroundings } from './surroundings.ts';

/** Serves the pages. */
export const handler = pageHandler(
  [assets, ...authPages, portfolio, customer, exportsList, orderExport, ...exportPages, ...importPages],
  surroundings,
);

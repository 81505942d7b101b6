import { customer } from './customer/customer-route.ts';
import { exportList, orderExport } from './exports/export-list-routes.ts';
import { exportPages } from './exports/export-routes.ts';
import { figures } from './figures/figures-route.ts';
import { importList, orderImport } from './imports/import-list-routes.ts';
import { showImport, takeImport, undoImport } from './imports/import-routes.ts';
import { mapImportName } from './imports/map-name-route.ts';
import { portfolio } from './portfolio/portfolio-route.ts';
import { authPages } from './sign-in/sign-in-routes.ts';
import { assets } from './site/assets.ts';
import { pageHandler } from './site/page-handler.ts';
import { surroundings } from './site/surroundings.ts';
import { recalculate } from './sources/recalculate-route.ts';
import { sourcePages } from './sources/sources-routes.ts';

/** Serves the pages. */
export const handler = pageHandler(
  [
    assets,
    ...authPages,
    portfolio,
    customer,
    figures,
    exportList,
    orderExport,
    ...exportPages,
    importList,
    takeImport,
    orderImport,
    showImport,
    mapImportName,
    undoImport,
    ...sourcePages,
    recalculate,
  ],
  surroundings,
);

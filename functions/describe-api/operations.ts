import type { Operation } from '../../lib/http/operation.ts';
import { operations as downloadExport } from '../download-export/request.ts';
import { postActivity } from '../ingest-activity/request.ts';
import { operations as manageCatalogue } from '../manage-catalogue/request.ts';
import { operations as manageLicensing } from '../manage-licensing/request.ts';
import { operations as manageSettings } from '../manage-settings/request.ts';
import { operations as readInsights } from '../read-insights/request.ts';
import { operations as requestExport } from '../request-export/request.ts';
import { readImportProgress, requestImport } from '../request-import/request.ts';
import { operations as requestRecalculation } from '../request-recalculation/request.ts';
import { getDescription } from './request.ts';

/** Every call of the API, in the order in which the description shows them. */
export const operations: readonly Operation[] = [
  postActivity,
  ...manageCatalogue,
  ...manageLicensing,
  ...manageSettings,
  requestImport,
  readImportProgress,
  ...requestRecalculation,
  ...readInsights,
  ...requestExport,
  ...downloadExport,
  getDescription,
];

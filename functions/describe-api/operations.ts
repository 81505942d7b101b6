import type { Operation } from '../../lib/http/operation.ts';
import { operations as downloadExport } from '../download-export/request.ts';
import { operations as ingestActivity } from '../ingest-activity/request.ts';
import { operations as manageAccess } from '../manage-access/request.ts';
import { operations as manageCatalogue } from '../manage-catalogue/request.ts';
import { operations as manageLicensing } from '../manage-licensing/request.ts';
import { operations as manageSettings } from '../manage-settings/request.ts';
import { operations as manageSources } from '../manage-sources/request.ts';
import { operations as readInsights } from '../read-insights/request.ts';
import { operations as requestErasure } from '../request-erasure/request.ts';
import { operations as requestExport } from '../request-export/request.ts';
import { operations as requestImport } from '../request-import/request.ts';
import { operations as requestRecalculation } from '../request-recalculation/request.ts';
import { operations as reviewAccess } from '../review-access/request.ts';
import { operations as describeApi } from './request.ts';

/** Every call of the API, in the order in which the description shows them. */
export const allOperations: readonly Operation[] = [
  ingestActivity,
  manageCatalogue,
  manageAccess,
  manageLicensing,
  manageSettings,
  reviewAccess,
  requestImport,
  manageSources,
  requestRecalculation,
  readInsights,
  requestExport,
  downloadExport,
  requestErasure,
  describeApi,
].flatMap((ofFunction) => Object.values<Operation>(ofFunction));

import { Stack } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { authorize } from './authorize.ts';
import { collectSource } from './collect-source.ts';
import { dashboard } from './dashboard.ts';
import { describeApi } from './describe-api.ts';
import { downloadExport } from './download-export.ts';
import { endJob } from './end-job.ts';
import { eraseData } from './erase-data.ts';
import { layFoundation } from './foundation.ts';
import { importFile } from './import-file.ts';
import { ingestActivity } from './ingest-activity.ts';
import { manageAccess } from './manage-access.ts';
import { manageCatalogue } from './manage-catalogue.ts';
import { manageLicensing } from './manage-licensing.ts';
import { manageSettings } from './manage-settings.ts';
import { manageSources } from './manage-sources.ts';
import { overview } from './monitoring/overview.ts';
import { tagsOf, watchCosts } from './monitoring/watch-costs.ts';
import { watchStack } from './monitoring/watch-stack.ts';
import { publishPortfolio } from './publish-portfolio.ts';
import { readInsights } from './read-insights.ts';
import { recalculateCustomer } from './recalculate-customer.ts';
import { recordMailEvent } from './record-mail-event.ts';
import { requestErasure } from './request-erasure.ts';
import { requestExport } from './request-export.ts';
import { requestImport } from './request-import.ts';
import { requestRecalculation } from './request-recalculation.ts';
import { reviewAccess } from './review-access.ts';
import { scheduleCollection } from './schedule-collection.ts';
import { scheduleRecalculation } from './schedule-recalculation.ts';
import type { Stage } from './stages.ts';
import { writeExport } from './write-export.ts';

/** One deployment of Seatpulse. */
export class SeatpulseStack extends Stack {
  /** `codeOf` gives the bundled code of the function of a name. */
  constructor(scope: Construct, stage: Stage, codeOf: (name: string) => Code) {
    super(scope, `Seatpulse-${stage.name}`, {
      description: 'Seatpulse: licence deployment and usage insights',
      terminationProtection: stage.deletionProtection,
      tags: tagsOf(stage),
    });
    const foundation = layFoundation(this, stage, codeOf);

    authorize(foundation);
    dashboard(foundation);
    describeApi(foundation);

    ingestActivity(foundation);
    manageCatalogue(foundation);
    manageAccess(foundation);
    manageLicensing(foundation);
    manageSettings(foundation);
    reviewAccess(foundation);
    requestImport(foundation);
    importFile(foundation);
    manageSources(foundation);
    scheduleCollection(foundation);
    collectSource(foundation);
    requestErasure(foundation);
    eraseData(foundation);

    requestRecalculation(foundation);
    scheduleRecalculation(foundation);
    recalculateCustomer(foundation);
    publishPortfolio(foundation);

    readInsights(foundation);
    requestExport(foundation);
    writeExport(foundation);
    downloadExport(foundation);
    endJob(foundation);
    recordMailEvent(foundation);

    watchStack(foundation);
    watchCosts(foundation);
    overview(foundation);
  }
}

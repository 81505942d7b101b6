import { activityReport } from './activity-reports.ts';
import { copilotUsage } from './copilot-usage.ts';
import { office365ActiveUsers } from './office365-active-users.ts';
import type { ReportFile } from './report.ts';

/** Copilot's report as Graph calls it, in either version. */
export const COPILOT_REPORT = 'getMicrosoft365CopilotUsageUserDetail';

/** The reports that are served, by what a download names: the function of Graph, with its version where there are two. */
export const REPORT_FILES: Readonly<Record<string, ReportFile>> = {
  getOffice365ActiveUserDetail: office365ActiveUsers,
  getTeamsUserActivityUserDetail: activityReport('teams'),
  getSharePointActivityUserDetail: activityReport('sharepoint'),
  getOneDriveActivityUserDetail: activityReport('onedrive'),
  getYammerActivityUserDetail: activityReport('yammer'),
  [`${COPILOT_REPORT} v1`]: copilotUsage('v1'),
  [`${COPILOT_REPORT} v2`]: copilotUsage('v2'),
};

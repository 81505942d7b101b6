import type { ExportReport } from '../../../lib/exports/job/export-job.ts';
import type { ExportView } from '../../../lib/exports/job/export-view.ts';
import { JOB_DAYS, LINK_DAYS } from '../../../lib/jobs/retention.ts';

/** What the reports are called. */
export const REPORT_NAMES: Readonly<Record<ExportReport, string>> = {
  deployment: 'Deployment',
  usage: 'Usage',
  'product-usage': 'Usage by product',
  recommendations: 'Recommendations',
};

/** How an export stands. */
export const EXPORT_STATUSES: Readonly<Record<ExportView['status'], string>> = {
  queued: 'Waiting',
  running: 'Being made',
  complete: 'Complete',
  failed: 'Failed',
};

/** The texts of the list of exports and of the form that asks for one. */
export const exportListTexts = {
  title: 'Exports',
  about: `The portfolio as CSV files, made of the figures that are published now. They are kept for ${JOB_DAYS} days.`,
  create: 'New export',
  ofCustomer: (name: string) => `Only of ${name}.`,
  ofAll: 'All customers instead',
  figuresOf: (day: string) => `Figures of ${day}`,
  reports: 'Reports',
  reportNotes: {
    deployment: 'A row per customer and product: seats sold, assigned, idle.',
    usage: 'A row per customer and workload: who is active, and on what basis.',
    'product-usage': 'A row for each customer, product and workload, as Partner Center counts.',
    recommendations: 'A row per recommendation, with its evidence and what to try.',
  } as Readonly<Record<ExportReport, string>>,
  mail: 'Mail links to',
  mailNote: `Links work for ${LINK_DAYS} days without a sign-in, and can be taken back.`,
  noRecipients: 'Nobody is on the list of recipients yet. The operator can add addresses.',
  noPartner: 'Only a partner has recipients. Act as one (above) to mail links.',
  submit: 'Make the export',
  refused: 'The export was not made',
  noReport: 'Choose at least one report.',
  noFigures:
    'There is nothing to export yet: the portfolio has no figures. They are computed once a day from what was handed in.',
  toImports: 'Import a file',
  rebuilding:
    'A customer has left the portfolio, which is being published anew without it. Load this page again in a few seconds.',
  /** Where the API's words do not fit, by the problem's code. */
  problems: {
    unknown_recipient:
      'An address is not on the list of recipients any more. Look at the list below, and send the form again.',
    partner_required: 'Only a partner has recipients. Act as one (above) to mail links.',
  } as Readonly<Record<string, string>>,
  list: 'Exports so far',
  empty: 'There is no export yet. Ask for the first one above.',
  nothingHere: 'No export on this page of the list.',
  created: 'Asked for',
  by: 'By',
  content: 'Content',
  asOf: 'As of',
  status: 'Status',
  mailed: 'Mailed to',
  allCustomers: 'All customers',
  recipients: (count: string) => `${count} ${count === '1' ? 'address' : 'addresses'}`,
  nobody: 'nobody',
  percent: (share: string) => `${share}`,
  older: 'Older exports',
  newest: 'Newest exports',
  pages: 'Pages of the list',
};

import type { ImportJob } from '../../../lib/imports/job/import-job.ts';

/** How an import stands. */
export const IMPORT_STATUSES: Readonly<Record<ImportJob['status'], string>> = {
  waiting: 'Waiting for its file',
  running: 'Being read',
  complete: 'Complete',
  previewed: 'Shown, not taken',
  failed: 'Failed',
};

/** How an import stands that was undone. */
export const UNDONE = 'Undone';

/** The texts of the list of imports and of the form that begins one. */
export const importListTexts = {
  title: 'Imports',
  about: 'Files that Microsoft Graph, Partner Center and other vendors export, read as they are.',
  create: 'Import a file',
  kind: 'Kind of file',
  customer: 'Customer',
  choose: 'Choose a customer',
  customerId: 'Customer id',
  customerIdNote: 'As it stands on the customer’s page and in the portfolio’s search.',
  customerNote: 'Not for files that name their customers themselves.',
  day: 'Day of the file',
  dayKindNote: 'Only for JSON files.',
  dayNote: 'A JSON file does not say it. Today (UTC) when left empty.',
  encoding: 'Text of the file',
  encodings: {
    'utf-8': 'UTF-8',
    'windows-1252': 'Windows-1252 (Western European)',
    'utf-16le': 'UTF-16',
  } satisfies Readonly<Record<ImportJob['encoding'], string>>,
  encodingNote: 'Only where the file is not UTF-8, as the sources write it.',
  seats: 'Columns of the file',
  preset: 'Whose file it is',
  ownColumns: 'Another one: its columns are named here',
  keptPresets: 'Kept by you or your operator',
  presetNote: 'What its columns are called is known then; one that is named here replaces it.',
  columns: {
    user: 'User',
    product: 'Product',
    assignedOn: 'Assigned on',
    lastActiveOn: 'Last active on',
    activeOn: 'Active on (a row a day)',
    state: 'State of the seat',
  },
  columnsNote:
    'The name of a column each, or of a property of JSON, as user.email. After an equals sign: the same for all rows, as =chatgpt-enterprise.',
  preview: 'Only show what it would change',
  previewNote: 'The file is read and kept, and nothing of it stored: a button on its page then takes it.',
  identities: 'Replace how users are named',
  identitiesNote:
    'Takes a file with concealed names where readable ones are stored, or the other way round. What is known of the users so far then ends.',
  next: 'Next: choose the file',
  refused: 'The import was not begun',
  /** Where the API's words do not fit, by the problem's code. */
  problems: {
    customer_needed: 'A file of this kind is of one customer. Choose whose it is.',
    partner_needed: 'A file of this kind is one partner’s own list. Act as that partner (above) to import it.',
  } as Readonly<Record<string, string>>,
  noCustomers: 'There is no customer in the portfolio yet. The operator adds customers.',
  missingScopes:
    'You may read imports, and not begin one: files hold activity and licences, which takes the scopes "activity:write" and "licensing:write". Ask the operator for both.',
  list: 'Imports so far',
  empty: 'No file was handed in yet.',
  nothingHere: 'No import on this page of the list.',
  created: 'Begun',
  file: 'File',
  status: 'Status',
  rows: 'Rows',
  errors: 'Errors',
  ofMany: 'Customers that the file names',
  older: 'Older imports',
  newest: 'Newest imports',
  pages: 'Pages of the list',
};

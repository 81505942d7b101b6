/** What an app may be allowed at Microsoft Graph, of that which is served here. */
export const PERMISSIONS = [
  'Reports.Read.All',
  'LicenseAssignment.Read.All',
  'Organization.Read.All',
  'Directory.Read.All',
  'User.Read.All',
  'ReportSettings.Read.All',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Whether a word is the name of a permission. */
export const isPermission = (word: string): word is Permission => PERMISSIONS.some((one) => one === word);

/**
 * Earlier and later display names of products of the catalogue, each with the catalogue's name for it. Reports go on
 * using a name for a while after Microsoft changed it, in either direction. Names that moved from one product to
 * another ("Microsoft 365 F1") are left out: they would credit the wrong one.
 */
export const PRODUCT_ALIASES: Readonly<Record<string, string>> = {
  'Power BI (free)': 'Microsoft Fabric (Free)',
  'Office 365 Business Essentials': 'Microsoft 365 Business Basic',
  'Office 365 Business Premium': 'Microsoft 365 Business Standard',
  'Office 365 Business': 'Microsoft 365 Apps for business',
  'Office 365 ProPlus': 'Microsoft 365 Apps for enterprise',
  'Microsoft 365 Business': 'Microsoft 365 Business Premium',
  'Office 365 Enterprise E1': 'Office 365 E1',
  'Office 365 Enterprise E3': 'Office 365 E3',
  'Office 365 Enterprise E5': 'Office 365 E5',
  'Office 365 F1': 'Office 365 F3',
  'Microsoft 365 Copilot': 'Microsoft Copilot for Microsoft 365',
  'Copilot for Microsoft 365': 'Microsoft Copilot for Microsoft 365',
  'Project Plan 1': 'Planner Plan 1',
  'Project Online Professional': 'Planner and Project Plan 3',
  'Project Plan 3': 'Planner and Project Plan 3',
  'Project Plan 5': 'Project Online Premium',
  'Planner and Project Plan 5': 'Project Online Premium',
  'Visio Online Plan 1': 'Visio Plan 1',
  'Visio Online Plan 2': 'Visio Plan 2',
};

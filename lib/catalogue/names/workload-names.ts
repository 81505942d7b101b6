/** Names of workloads as people know them; a workload of an operator's own family goes by its id. */
const NAMES: Readonly<Record<string, string>> = {
  copilot: 'Microsoft 365 Copilot',
  dynamics365businesscentral: 'Dynamics 365 Business Central',
  dynamics365commerce: 'Dynamics 365 Commerce',
  dynamics365customerengagement: 'Dynamics 365 Customer Engagement',
  dynamics365customerinsights: 'Dynamics 365 Customer Insights',
  dynamics365customerservice: 'Dynamics 365 Customer Service',
  dynamics365fieldservice: 'Dynamics 365 Field Service',
  dynamics365finance: 'Dynamics 365 Finance',
  dynamics365guides: 'Dynamics 365 Guides',
  dynamics365humanresources: 'Dynamics 365 Human Resources',
  dynamics365marketing: 'Dynamics 365 Marketing',
  dynamics365operations: 'Dynamics 365 Operations',
  dynamics365projectoperations: 'Dynamics 365 Project Operations',
  dynamics365remoteassist: 'Dynamics 365 Remote Assist',
  dynamics365sales: 'Dynamics 365 Sales',
  dynamics365supplychain: 'Dynamics 365 Supply Chain',
  dynamics365teammembers: 'Dynamics 365 Team Members',
  exchange: 'Exchange',
  intune: 'Intune',
  officeapps: 'Office apps',
  onedrive: 'OneDrive',
  powerbi: 'Power BI',
  project: 'Project',
  sharepoint: 'SharePoint',
  skypeforbusiness: 'Skype for Business',
  teams: 'Teams',
  visio: 'Visio',
  yammer: 'Yammer',
};

/** What to call a workload in a sentence, by its id. */
export const workloadName = (id: string): string => (Object.hasOwn(NAMES, id) ? (NAMES[id] ?? id) : id);

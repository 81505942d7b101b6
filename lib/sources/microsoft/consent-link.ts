import { hostsOf, type MicrosoftSettings } from './settings.ts';

/** Where an admin of the tenant consents to the application (Microsoft identity platform, admin consent). */
export const consentLink = (settings: MicrosoftSettings, tenantId: string): string => {
  const url = new URL(`${hostsOf(settings).login}/${encodeURIComponent(tenantId)}/adminconsent`);
  url.searchParams.set('client_id', settings.clientId);
  return url.href;
};

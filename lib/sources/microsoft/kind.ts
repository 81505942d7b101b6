import type { SourceKind } from '../source-kind.ts';
import { consentLink } from './consent-link.ts';
import { microsoftCredentials, microsoftSettings } from './settings.ts';

/** Microsoft 365: Graph's lists and usage reports, and Partner Center's subscriptions. */
export const microsoft = {
  name: 'microsoft',
  title: 'Microsoft 365',
  settings: microsoftSettings,
  credentials: microsoftCredentials,
  externalId: 'entraTenantId',
  missing: ({ auth }, { refreshToken }) =>
    auth === 'partner' && refreshToken === undefined
      ? 'With "auth": "partner" the credentials hold a "refreshToken" too: that of a user of the partner.'
      : undefined,
  consentLink,
} as const satisfies SourceKind<typeof microsoftSettings, typeof microsoftCredentials>;

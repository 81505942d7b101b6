import * as z from 'zod';
import type { KindName } from '../../imports/formats/kinds/kinds.ts';

/** Where Microsoft's services stand, but for the national clouds. */
const GLOBAL_HOSTS = {
  login: 'https://login.microsoftonline.com',
  graph: 'https://graph.microsoft.com',
  partnerCenter: 'https://api.partnercenter.microsoft.com',
} as const;

/** Scheme and host, with a port where it is not that of the scheme; which hosts may be called is judged with each call. */
const origin = z
  .string()
  .max(255)
  .refine(
    (text) =>
      URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol) && new URL(text).origin === text,
    'an address reads like "https://graph.microsoft.us": in lower case, without a path or a slash at its end',
  );

const tenantId = z
  .guid('the id of a tenant reads like "f97aeefc-af85-414d-8ae4-b457f90efc40"')
  .transform((id) => id.toLowerCase());

/** Graph's usage reports that are fetched, by the kinds of import that take them. */
export const FETCHED_REPORTS = [
  'graph.office365ActiveUserDetail',
  'graph.teamsUserActivityUserDetail',
  'graph.sharePointActivityUserDetail',
  'graph.oneDriveActivityUserDetail',
  'graph.yammerActivityUserDetail',
  'graph.copilot-users',
] as const satisfies readonly KindName[];

/** How a partner, or a customer, lets Microsoft be asked. */
export const microsoftSettings = z
  .strictObject({
    /**
     * `application`: the application by itself, in each tenant whose admin consented to it. `partner`: on behalf of a user of the
     * partner, whose refresh token is exchanged in each tenant that gave the partner a role (GDAP).
     */
    auth: z.enum(['application', 'partner']),
    /** The application's id, as its registration says. */
    clientId: z.guid('the id of an application reads like "1950a258-227b-4e31-a9cf-717495945fc2"'),
    /** The partner's own tenant: there Partner Center is asked, and Graph for the partner's contracts. */
    partnerTenantId: tenantId.optional(),
    /** Where the services stand in a national cloud; each that is left out is that of the global one. */
    hosts: z.strictObject({ login: origin, graph: origin, partnerCenter: origin }).partial().optional(),
    /** Which usage reports are fetched; all when left out, none where the list is empty: national clouds have none. */
    reports: z.array(z.enum(FETCHED_REPORTS)).max(FETCHED_REPORTS.length).optional(),
    /** What tells the partner's customers; they are not looked for when left out. */
    customersFrom: z.enum(['partner-center', 'contracts']).optional(),
  })
  .refine(
    ({ auth, customersFrom, partnerTenantId }) =>
      auth === 'partner' || customersFrom === undefined || partnerTenantId !== undefined,
    {
      path: ['partnerTenantId'],
      error: 'name your own tenant: an application by itself finds your customers only there',
    },
  );
export type MicrosoftSettings = z.output<typeof microsoftSettings>;

/** What is kept secret. The refresh token is the first one; each exchange gives the next, which the frame keeps. */
export const microsoftCredentials = z.strictObject({
  clientSecret: z.string().min(1).max(1000),
  /** For `auth: 'partner'`: of a user of the partner who signed in with a second factor. */
  refreshToken: z.string().min(1).max(20_000).optional(),
});
export type MicrosoftCredentials = z.output<typeof microsoftCredentials>;

export type MicrosoftHosts = Readonly<Record<keyof typeof GLOBAL_HOSTS, string>>;

/** Where each service stands, without a slash at the end. */
export const hostsOf = ({ hosts = {} }: Pick<MicrosoftSettings, 'hosts'>): MicrosoftHosts => ({
  login: hosts.login ?? GLOBAL_HOSTS.login,
  graph: hosts.graph ?? GLOBAL_HOSTS.graph,
  partnerCenter: hosts.partnerCenter ?? GLOBAL_HOSTS.partnerCenter,
});

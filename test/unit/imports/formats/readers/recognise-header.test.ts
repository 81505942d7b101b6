import { expect, test } from 'vitest';
import type { CsvForm } from '../../../../../lib/imports/formats/kinds/forms.ts';
import type { KindOf } from '../../../../../lib/imports/formats/kinds/kinds.ts';
import { recogniseHeader } from '../../../../../lib/imports/formats/kinds/recognise-header.ts';
import { READERS } from '../../../../../lib/imports/formats/readers/readers.ts';
import { requireFormat } from '../../../../../lib/imports/formats/readers/sniff-format.ts';
import { HEADER } from '../../../../fixtures/imports/active-user-detail.ts';
import { headerOf } from '../../../../fixtures/imports/activity-reports.ts';
import { COPILOT_HEADERS } from '../../../../fixtures/imports/copilot-users.ts';
import { DYNAMICS_HEADER } from '../../../../fixtures/imports/dynamics-usage.ts';

type CsvKindName = KindOf<CsvForm>['kind'];

const HEADERS: Readonly<Record<CsvKindName, readonly string[]>> = {
  'graph.office365ActiveUserDetail': HEADER,
  'graph.teamsUserActivityUserDetail': headerOf('teams'),
  'graph.yammerActivityUserDetail': headerOf('yammer'),
  'graph.oneDriveActivityUserDetail': headerOf('onedrive'),
  'graph.sharePointActivityUserDetail': headerOf('sharepoint'),
  'graph.copilot-users': COPILOT_HEADERS.v2,
  'partnerCenter.dynamicsUsage': DYNAMICS_HEADER,
  subscriptions: ['id', 'sku', 'quantity', 'state', 'is_trial', 'renews_on', 'term', 'auto_renew', 'customer'],
  customers: ['id', 'name', 'domain', 'tenant_id', 'partners'],
  identities: ['alias', 'user_id'],
};

const KINDS = Object.keys(HEADERS) as CsvKindName[]; // Object.keys forgets the literal types
const openers = KINDS.map((kind) => ({ kind, open: READERS[kind] }));

test('knows the header of every kind of CSV file', () => {
  for (const [kind, header] of Object.entries(HEADERS)) expect(recogniseHeader(header)?.kind).toBe(kind);
  expect(recogniseHeader(headerOf('teams2020'))?.kind).toBe('graph.teamsUserActivityUserDetail');
  for (const header of Object.values(COPILOT_HEADERS))
    expect(recogniseHeader(header)?.kind).toBe('graph.copilot-users');
});

const pairs = openers.flatMap(({ kind, open }) =>
  KINDS.flatMap((other) => (other === kind ? [] : [{ kind, open, other }])),
);

test.each(pairs)('$kind refuses a file of $other by that name', ({ open, other }) => {
  expect(() => open(HEADERS[other])).toThrow(
    expect.objectContaining({
      code: 'wrong_file',
      line: 1,
      message: expect.stringMatching(
        new RegExp(`; it looks like ${other}\\. Import it as that kind, or export the (?:report|list)`),
      ),
    }),
  );
});

test.each([
  [
    'the report getEmailActivityUserDetail',
    'Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Last Activity Date,Send Count,Receive Count,Read Count,Assigned Products,Report Period',
  ],
  [
    'the report getM365AppUserDetail',
    'Report Refresh Date,User Principal Name,Last Activation Date,Last Activity Date,Report Period,Windows,Mac,Mobile,Web,Outlook,Word,Excel,PowerPoint,OneNote,Teams',
  ],
  [
    'the report getTeamsDeviceUsageUserDetail',
    'Report Refresh Date,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Used Web,Used Windows Phone,Used iOS,Used Mac,Used Android Phone,Used Windows,Report Period',
  ],
  [
    'the report getYammerDeviceUsageUserDetail',
    'Report Refresh Date,User Principal Name,Display Name,User State,State Change Date,Last Activity Date,Used Web,Used Windows Phone,Used Android Phone,Used iPhone,Used iPad,Used Others,Report Period',
  ],
  [
    'the report getSharePointSiteUsageDetail',
    'Report Refresh Date,Site Id,Site URL,Owner Display Name,Is Deleted,Last Activity Date,File Count,Active File Count,Page View Count,Visited Page Count,Storage Used (Byte),Storage Allocated (Byte),Root Web Template,Owner Principal Name,Report Period',
  ],
  [
    'the report getOneDriveUsageAccountDetail',
    'Report Refresh Date,Site URL,Owner Display Name,Is Deleted,Last Activity Date,File Count,Active File Count,Storage Used (Byte),Storage Allocated (Byte),Owner Principal Name,Report Period',
  ],
  [
    'the report "Office 365 license usage" of Partner Center',
    'PGAPartnerID,CustomerTenantId,CustomerTpid,WorkloadName,Month,PaidAvailableUnits,MonthlyActiveUsers,CustomerName,CustomerMarket,CustomerSegment,PartnerID,PartnerName,PartnerLocation,PartnerAttributionType,IsDuplicateRowForPGA',
  ],
  [
    'the report "CPOR-M365 usage" of Partner Center',
    'CustomerTenantId,CustomerName,WorkloadName,MonthlyActiveUsers,PaidAvailableUnits,ClaimId,MpnId,DateAssociated,PartnerAttributionType,Date',
  ],
  [
    'the report "Power BI license usage" of Partner Center',
    'SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionStatus,Month,SKU,SKUId,FreeVsPaidSKU,SalesModel,DetailedSalesModel,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,MPNId,PartnerName,PartnerLocation,PartnerAttachType,PartnerHierarchy,AvailableSeats,AssignedSeats,ActiveSeats,DeploymentOpportunity,ActiveUsagePercent',
  ],
  [
    'the report "Enterprise Mobility license usage" of Partner Center',
    'SubscriptionId,Month,SKU,SKUId,FreeVsPaidSKU,CustomerName,CustomerTenantId,MPNId,PartnerHierarchy,PaidAvailableUnits,MonthlyActiveUsers,AADPPaidAvailableUnits',
  ],
  [
    'the report "Subscription details" of Partner Center',
    'SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionState,Month,IsAutoRenew,CustomerTenantId,ProductPartNumber,SKU,ResellerID,ResellerName,AvailableSeatsEOP,AvailableSeats',
  ],
  [
    'the report "Teams monthly usage" of Partner Center',
    'CustomerId,CustomerTenantId,MonthKey,SubWorkload,DesktopUsers,WebUsers,MobileUsers,AllUpParticipants',
  ],
  [
    'the report "Business applications usage" of Partner Center',
    'FiscalMonthName,GlobalPartnerID,PartnerName,CustomerID,CustomerTenantID,SubscriptionID,MetricType,WorkloadCategory,Workload,SkuGroup,PAMAU,MAC,MAU',
  ],
  ['the list "Export subscriptions" of Partner Center', 'Subscription ID,Subscription,Quantity,Status,Reseller'],
  ['the list of customers of Partner Center', 'Microsoft ID,Company name,Primary domain name,Relationship'],
])('every kind refuses %s by its name', (name, header) => {
  for (const { open } of openers)
    expect(() => open(header.split(','))).toThrow(
      expect.objectContaining({
        code: 'wrong_file',
        message: expect.stringContaining(`; it looks like ${name}, which is not imported. Export the `),
      }),
    );
});

test('a kind of JSON file says which kind of CSV file it was given', () => {
  const text = `\ufeff${DYNAMICS_HEADER.map((name) => `"${name}"`).join(',')}\r\n1,2\r\n`;
  expect(() => requireFormat(Buffer.from(text), 'JSON')).toThrow(
    'The file is not JSON, which this kind of import takes; it looks like partnerCenter.dynamicsUsage.',
  );
  expect(() => requireFormat(Buffer.from('a,b\n1,2\n'), 'JSON')).toThrow(
    'The file is not JSON, which this kind of import takes.',
  );
});

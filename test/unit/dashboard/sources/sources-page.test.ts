import { expect, test } from 'vitest';
import { type SourcesView, sourcesPage } from '../../../../functions/dashboard/sources/sources-page.tsx';
import type { ShownCustomerSource, ShownPartnerSource } from '../../../../lib/sources/managing/shown-source.ts';
import { attributesOf, htmlOf, linesOf, shellOfContoso } from '../drawn.ts';

const CLIENT = '1950a258-227b-4e31-a9cf-717495945fc2';
const TENANT = '0b4f1c7e-52ab-4a1f-9a0e-0c1d2e3f4a5b';

const sourceOf = (more: Partial<ShownCustomerSource> = {}): ShownCustomerSource => ({
  name: 'microsoft',
  kind: 'microsoft',
  hour: 1,
  putAt: '2026-03-01T10:00:00.000Z',
  customerId: 'fabrikam',
  partnerId: 'contoso',
  uses: 'partner',
  tenantId: TENANT,
  state: 'ok',
  remedy: 'All that was to be collected was.',
  stale: false,
  nextCollectionAt: '2026-03-11T01:00:00.000Z',
  problems: [],
  ...more,
});

const partners: readonly ShownPartnerSource[] = [
  {
    name: 'microsoft',
    kind: 'microsoft',
    hour: 1,
    putAt: '2026-03-01T10:00:00.000Z',
    credentialsSetAt: '2026-03-01T10:00:00.000Z',
    partnerId: 'contoso',
    newCustomers: 'taken',
    settings: { auth: 'partner', clientId: CLIENT, customersFrom: 'contracts' },
  },
];

const viewOf = (more: Partial<SourcesView> = {}): SourcesView => ({
  partners,
  proposed: [],
  sources: [],
  isFirstPage: true,
  mayChange: true,
  usualHour: 0,
  ...more,
});
const shell = shellOfContoso(['activity:write', 'licensing:write']);

test('says of each source how it stands and what is to be done, and takes a file that is held', () => {
  const held = sourceOf({
    state: 'shrinks_too_much',
    remedy: 'It is held.',
    stale: true,
    dataThrough: '2026-03-01',
    problems: [
      {
        item: 'graph.users',
        kind: 'graph.users',
        state: 'shrinks_too_much',
        remedy: 'It is held.',
        importId: 'i-1',
        counts: { storedHolders: 12, namedHolders: 2 },
        canTake: true,
      },
    ],
  });
  const missing = sourceOf({
    customerId: 'tailspin',
    state: 'consent_missing',
    remedy: 'Send the link.',
    consentLink: 'https://login.example/consent',
  });
  const listed = [
    { source: held, customerName: 'Fabrikam' },
    { source: missing, customerName: undefined },
  ];
  const page = sourcesPage(viewOf({ sources: listed }), shell);
  expect(linesOf(page)).toEqual(
    expect.arrayContaining([
      'Fabrikam',
      'Held: ends too much',
      'It is held.',
      '12 stored, 2 in the file.',
      '1 Mar 2026',
      'behind',
      'tailspin',
      'Consent missing',
      'https://login.example/consent',
    ]),
  );
  expect(linesOf(page).filter((line) => line === 'It is held.')).toHaveLength(1);
  expect(attributesOf(page, 'action')).toEqual(
    expect.arrayContaining([
      '/sources/microsoft/customers/fabrikam/held-files/i-1',
      '/sources/microsoft/customers/tailspin/collections',
      '/recalculations',
    ]),
  );
});

test('the form shows what is set, and no credentials; all ids of the page are its own', () => {
  const page = sourcesPage(viewOf(), shell);
  const html = htmlOf(page);
  expect(html).toContain(`name="clientId" value="${CLIENT}"`);
  expect(html).toMatch(/id="microsoft-auth-partner"[^>]*checked/u);
  expect(html).toMatch(/id="microsoft-newCustomers-taken"[^>]*checked/u);
  expect(html).toMatch(/id="microsoft-clientSecret"[^>]*type="password"/u);
  expect(html).not.toMatch(/id="microsoft-clientSecret"[^>]*value="[^"]/u);
  const ids = attributesOf(page, 'id');
  expect(ids).toHaveLength(new Set(ids).size);
  for (const name of attributesOf(page, 'for')) expect(ids).toContain(name);
  for (const name of attributesOf(page, 'aria-describedby')) expect(ids).toContain(name);
});

test('proposed customers are taken under an id that their domain suggests', () => {
  const one = {
    tenantId: TENANT,
    name: 'Wingtip',
    domain: 'wingtip.onmicrosoft.com',
    source: 'microsoft',
    proposedAt: '2026-03-02T10:00:00.000Z',
  };
  const html = htmlOf(sourcesPage(viewOf({ proposed: [one] }), shell));
  expect(html).toContain(`action="/sources/proposed-customers/${TENANT}"`);
  expect(html).toContain('value="wingtip"');
});

test('who may not import files looks, and changes nothing; who acts for all is told to act as a partner', () => {
  const sources = [{ source: sourceOf(), customerName: 'Fabrikam' }];
  const looked = sourcesPage(viewOf({ sources, mayChange: false }), shellOfContoso(['insights:read']));
  expect(attributesOf(looked, 'action').filter((to) => to !== '/auth/sign-out')).toEqual([]);
  expect(linesOf(looked).some((line) => line.startsWith('You may look at sources'))).toBe(true);
  const ofAll = sourcesPage(viewOf({ partners: undefined, sources }), shell);
  expect(linesOf(ofAll).some((line) => line.startsWith('Act as a partner'))).toBe(true);
  expect(attributesOf(ofAll, 'action')).not.toContain('/sources');
});

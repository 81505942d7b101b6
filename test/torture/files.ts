import type { Seeded } from './seeded.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

/** A list of some users who hold a product, as Graph answers it. */
export const usersFile = (random: Seeded): string =>
  JSON.stringify({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users',
    value: Array.from({ length: 1 + Math.floor(random.next() * 30) }, (_, index) => ({
      id: `3f0e2b1a-0000-4000-8000-${String(index).padStart(12, '0')}`,
      userPrincipalName: `user${index}@contoso.example`,
      assignedLicenses: [{ skuId: E3, disabledPlans: [] }],
      licenseAssignmentStates: [
        {
          skuId: E3,
          state: 'Active',
          error: 'None',
          disabledPlans: [],
          assignedByGroup: null,
          lastUpdatedDateTime: '2026-01-01T00:00:00Z',
        },
      ],
    })),
  });

/** A file that means harm: nothing but brackets, one huge text, a list that never ends, or no text at all. */
export const hostileFile = (random: Seeded): string | Uint8Array<ArrayBuffer> =>
  random.oneOf([
    () => '['.repeat(200_000),
    () => `{"value":[{"userPrincipalName":"${'x'.repeat(2_000_000)}"}]}`,
    () => `{"value":[${'{},'.repeat(100_000)}`,
    () => new Uint8Array(100_000).fill(0xff),
  ])();

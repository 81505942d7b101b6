import { expect, test } from 'vitest';
import { familyId, productId, workloadId } from '../../../lib/catalogue/ids.ts';

test('a product id is a GUID in any case, stored in lower case, or a lower-case name', () => {
  expect(productId.parse('6FD2C87F-B296-42F0-B197-1E91E994B900')).toBe('6fd2c87f-b296-42f0-b197-1e91e994b900');
  expect(productId.parse('mail-shield_2.0')).toBe('mail-shield_2.0');
});

test.each(['ENTERPRISEPACK', '', 'a b', 'a/b', 'é', 'a'.repeat(65), '__proto__', 'constructor'])(
  'refuses the product id "%s"',
  (id) => {
    expect(productId.safeParse(id).error?.issues[0]?.message).toMatch(/^a product id is a GUID/u);
  },
);

test.each(['mail-shield', 'Mail', '', 'constructor'])('refuses the workload id "%s"', (id) => {
  expect(workloadId.safeParse(id).success).toBe(false);
  expect(workloadId.parse('mailshield365')).toBe('mailshield365');
});

test.each(['security/services', 'Office365', ''])('refuses the family "%s"', (id) => {
  expect(familyId.safeParse(id).success).toBe(false);
  expect(familyId.parse('security-services')).toBe('security-services');
});

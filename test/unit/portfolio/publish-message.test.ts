import { expect, test } from 'vitest';
import { endsRun, publishMessage } from '../../../lib/portfolio/publish-message.ts';

const message = (portfolio: string, run?: { portfolio: string; customerId?: string }) =>
  publishMessage.parse({ portfolio, asOf: '2026-03-09', requestedAt: '2026-03-10T02:00:00.000Z', run });

test.each([
  ["the operator's portfolio of a run over all customers", message('~operator', { portfolio: '~operator' }), true],
  ["a partner's portfolio of such a run", message('acme', { portfolio: '~operator' }), false],
  ["the operator's portfolio of a run over a partner's customers", message('~operator', { portfolio: 'acme' }), false],
  ['a run over one customer', message('~operator', { portfolio: '~operator', customerId: 'contoso' }), false],
  ['a change of membership', message('~operator'), false],
])('whether a run ends: %s', (_, one, ends) => {
  expect(endsRun(one)).toBe(ends);
});

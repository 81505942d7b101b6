import { expect, test } from 'vitest';
import { loadCustomer } from '../../../infra/local/sample/load-customer.ts';
import { theCustomer } from './simulated.ts';

/** Callers that note what is asked of the API, and by whom; every list is answered with `answer`. */
const notingCallers = (answer: object = { accepted: 1, rejected: [] }) => {
  const calls: string[] = [];
  const caller = (who: string) => async (method: string, path: string) => {
    calls.push(`${who}: ${method} ${path}`);
    return answer;
  };
  const partners = new Map(['northwind', 'fabrikam', 'proseware'].map((id) => [id, caller(id)]));
  return { calls, callers: { operator: caller('operator'), partners } };
};

test('each seller lists its own subscriptions, and the first partner feeds the rest', async () => {
  const { calls, callers } = notingCallers();
  await loadCustomer(callers, theCustomer('tailspin-toys'));
  expect(calls).toEqual([
    'northwind: PUT /v1/customers/tailspin-toys/subscriptions',
    'fabrikam: PUT /v1/customers/tailspin-toys/subscriptions',
    'northwind: POST /v1/customers/tailspin-toys/assignments',
    'northwind: PUT /v1/customers/tailspin-toys/support-cases',
    'northwind: POST /v1/activity',
  ]);
});

test('a customer without a partner is fed by the operator', async () => {
  const { calls, callers } = notingCallers();
  await loadCustomer(callers, theCustomer('boulder-innovations'));
  expect(calls).toEqual([
    'operator: PUT /v1/customers/boulder-innovations/subscriptions',
    'operator: POST /v1/customers/boulder-innovations/assignments',
    'operator: POST /v1/activity',
  ]);
});

test('a customer without a source of activity gets none', async () => {
  const { calls, callers } = notingCallers();
  expect(await loadCustomer(callers, theCustomer('nod-publishers'))).toEqual({ events: 0, importIds: [] });
  expect(calls).not.toContain('fabrikam: POST /v1/activity');
});

test('an entry that the API refuses ends the loading with its reason', async () => {
  const { callers } = notingCallers({ accepted: 0, rejected: [{ index: 0, code: 'unknown_sku' }] });
  await expect(loadCustomer(callers, theCustomer('zava'))).rejects.toThrow(
    'POST /v1/customers/zava/assignments refused 1 entries: [{"index":0,"code":"unknown_sku"}]',
  );
});

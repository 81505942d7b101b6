import { expect, test } from 'vitest';
import { supportCasesRequest, supportCasesUpTo } from '../../../infra/local/sample/support.ts';
import { postedSupportCases, requireStorable } from '../../../lib/licensing/posted/posted-support-cases.ts';
import { casesWithin, mergeCases, type SupportCases } from '../../../lib/licensing/posted/support-cases.ts';
import { formatDay } from '../../../lib/time/day.ts';
import { allCustomers, TODAY, theCustomer } from './simulated.ts';

const NOTHING: SupportCases = { days: {} };

/** How many how-to cases a partner posts of the 28 days up to yesterday. */
const howToCasesOf = (customerId: string): number => {
  const { cases } = supportCasesRequest(theCustomer(customerId)) ?? { cases: [] };
  return casesWithin(mergeCases(NOTHING, cases), TODAY - 28, TODAY - 1)['how-to'];
};

test('the API takes the support cases of every customer of whom they are counted', () => {
  const requests = allCustomers().flatMap((customer) => supportCasesRequest(customer) ?? []);
  expect(requests).toHaveLength(23);
  for (const request of requests) {
    expect(postedSupportCases.parse(request)).toEqual(request);
    requireStorable(request.cases, TODAY);
  }
});

test('every day that is over is spoken of in every category, also when there were no cases', () => {
  const { cases } = supportCasesRequest(theCustomer('contoso')) ?? { cases: [] };
  expect([cases[0]?.day, cases.at(-1)?.day]).toEqual([formatDay(TODAY - 91), formatDay(TODAY - 1)]);
  expect(cases).toHaveLength(91 * 4);
  expect(cases.some(({ count }) => count === 0)).toBe(true);
});

test('a customer that is learning asks far more than others, in proportion to its people', () => {
  expect(howToCasesOf('adventure-works')).toBeGreaterThan(17);
  expect(howToCasesOf('adatum')).toBeLessThan(10);
  expect(howToCasesOf('contoso')).toBeLessThan(17);
});

test('the history knows of the cases what is posted, by the partner that posts it', () => {
  const customer = theCustomer('tailspin-toys');
  const posted = mergeCases(NOTHING, supportCasesRequest(customer)?.cases ?? []);
  for (const day of [TODAY - 1, TODAY - 30]) {
    const { northwind = NOTHING, ...others } = supportCasesUpTo(customer, day);
    expect(others).toEqual({});
    expect(Object.keys(northwind.days).sort().at(-1)).toBe(formatDay(day));
    expect(casesWithin(northwind, day - 27, day)).toEqual(casesWithin(posted, day - 27, day));
  }
  expect(supportCasesUpTo(theCustomer('coho-winery'), TODAY - 1)).toEqual({});
});

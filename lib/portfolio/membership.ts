import { OPERATOR_PORTFOLIO } from '../access/caller.ts';
import { type Customer, isKept } from '../customers/customer.ts';
import { DIRECTORY_SHARDS, listMembers, listShard, readCustomer, readCustomers } from '../customers/customer-table.ts';
import { listPartnerIds } from '../customers/partner-table.ts';
import type { Table } from '../storage/table.ts';

const PAGE = 500;

/** The ids of a portfolio's customers, a page at a time: a partner's members, or everybody by the directory. */
export async function* customersIn(licensing: Table, portfolio: string): AsyncGenerator<readonly string[]> {
  if (portfolio !== OPERATOR_PORTFOLIO) {
    yield* pagesOf((after) => listMembers(licensing, portfolio, PAGE, after));
    return;
  }
  for (let shard = 0; shard < DIRECTORY_SHARDS; shard += 1)
    yield* pagesOf((after) => listShard(licensing, shard, PAGE, after));
}

async function* pagesOf(
  list: (after: string | undefined) => Promise<{ ids: readonly string[]; next: string | undefined }>,
): AsyncGenerator<readonly string[]> {
  let after: string | undefined;
  do {
    const { ids, next } = await list(after);
    if (ids.length > 0) yield ids;
    after = next;
  } while (after !== undefined);
}

/** The customers that a portfolio really holds, a page at a time: each one's own profile decides. */
export async function* membersOf(licensing: Table, portfolio: string): AsyncGenerator<readonly Customer[]> {
  for await (const ids of customersIn(licensing, portfolio)) {
    const profiles = [...(await readCustomers(licensing, ids)).values()].filter(isKept);
    yield portfolio === OPERATOR_PORTFOLIO
      ? profiles
      : profiles.filter(({ partners }) => Object.hasOwn(partners, portfolio));
  }
}

/** The portfolios that show customers of a run: of one customer, or of one partner's or all customers. */
export const portfoliosToPublish = async (
  licensing: Table,
  { portfolio, customerId }: { readonly portfolio: string; readonly customerId: string | undefined },
): Promise<string[]> => {
  if (customerId !== undefined) {
    const customer = await readCustomer(licensing, customerId);
    return [OPERATOR_PORTFOLIO, ...Object.keys(customer?.partners ?? {})];
  }
  if (portfolio !== OPERATOR_PORTFOLIO) return [OPERATOR_PORTFOLIO, ...(await partnersWithin(licensing, portfolio))];
  return [OPERATOR_PORTFOLIO, ...(await listPartnerIds(licensing))];
};

/** The partner itself and all who share a customer with it. */
const partnersWithin = async (licensing: Table, partnerId: string): Promise<Set<string>> => {
  const partnerIds = new Set([partnerId]);
  for await (const customers of membersOf(licensing, partnerId))
    for (const { partners } of customers) for (const id of Object.keys(partners)) partnerIds.add(id);
  return partnerIds;
};

/** Whether a portfolio may show a customer's figures of a day: a partner's history begins on the day it was linked. */
export const mayShowDay = ({ partners }: Customer, portfolio: string, day: string): boolean =>
  portfolio === OPERATOR_PORTFOLIO || (partners[portfolio]?.since ?? day) <= day;

/** Whether a run recalculates a customer. */
export const isInRun = (customer: Customer, run: { portfolio: string; customerId?: string | undefined }): boolean =>
  (run.customerId === undefined || run.customerId === customer.customerId) &&
  (run.portfolio === OPERATOR_PORTFOLIO || Object.hasOwn(customer.partners, run.portfolio));

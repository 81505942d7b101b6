import { marshall } from '@aws-sdk/util-dynamodb';
import { calendarExpiry } from '../../lib/activity/activity-table.ts';
import { type Day, formatDay } from '../../lib/time/day.ts';
import type { WireItem } from '../frame/dynamo-db/item-size.ts';
import { type Partition, type Series, type ServedTables, servedTable } from '../frame/dynamo-db/served-data.ts';
import { E3, E5, holdingsOf, POWER_BI_PRO, userFrom, userIdOf, WORKLOADS, wordsOf } from './made-customer.ts';

const OWNER = 'customer#';
const ASSIGNMENT = 'assignment#';

const revisionOf = (user: number): string => `00000000-0000-4000-8000-${String(user).padStart(12, '0')}`;

/** `marshall` of the items of a million users would take longer than what is measured: these are written by hand. */
const text = (S: string) => ({ S });
const number = (value: number) => ({ N: String(value) });

const assignmentsOf = (customerId: string, users: number, asOf: Day): Series => ({
  prefix: ASSIGNMENT,
  count: users,
  indexAfter: (sort) => userFrom(sort.slice(ASSIGNMENT.length)) + 1,
  itemAt: (user) => ({
    owner: text(`${OWNER}${customerId}`),
    record: text(`${ASSIGNMENT}${userIdOf(user)}`),
    userId: text(userIdOf(user)),
    holdings: {
      M: Object.fromEntries(
        Object.entries(holdingsOf(user, asOf)).map(([sku, history]) => [
          sku,
          { L: history.map(([day, held]) => ({ L: [number(day), { BOOL: held }] })) },
        ]),
      ),
    },
    revision: text(revisionOf(user)),
  }),
});

const calendarsOf = (customerId: string, users: number, asOf: Day): Series => ({
  prefix: '',
  count: users,
  indexAfter: (sort) => userFrom(sort) + 1,
  itemAt: (user) => ({
    customerId: text(customerId),
    userId: text(userIdOf(user)),
    lastDay: number(asOf + 1),
    workloads: {
      M: Object.fromEntries(Object.entries(wordsOf(user)).map(([workload, word]) => [workload, number(word * 2)])),
    },
    expiresAt: number(calendarExpiry(asOf + 1)),
    revision: text(revisionOf(user)),
  }),
});

/** Tables that hold customers, all of the same users. */
export const servedCustomers = (users: number, asOf: Day): ServedTables => {
  const day = formatDay(asOf + 1);
  const from = formatDay(asOf - 60);
  const subscription = (sku: string, quantity: number) => ({
    id: sku,
    sku,
    quantity,
    state: 'active',
    isTrial: false,
    term: 'P1Y',
    autoRenew: true,
    renewsOn: formatDay(asOf + 200),
  });
  const recordsOf = (customerId: string): Readonly<Record<string, object>> => ({
    profile: {
      customerId,
      name: 'Contoso',
      domain: 'contoso.example',
      partners: { northwind: { since: from } },
      shard: 'customer#00',
      listed: customerId,
    },
    coverage: {
      activity: Object.fromEntries(WORKLOADS.map((workload) => [workload, day])),
      heardFrom: Object.fromEntries(WORKLOADS.map((workload) => [workload, from])),
      assignments: { from, through: day },
      assignmentList: { firstDay: from, day, undecided: [] },
      identityMode: 'readable',
    },
    subscriptions: {
      lists: {
        northwind: {
          day,
          subscriptions: [
            subscription(E3, Math.ceil(users * 0.65)),
            subscription(E5, Math.ceil(users * 0.3)),
            subscription(POWER_BI_PRO, Math.ceil(users * 0.2)),
          ],
        },
      },
    },
  });
  const licensing = (owner: string): Partition => {
    if (!owner.startsWith(OWNER)) return { items: new Map() };
    const customerId = owner.slice(OWNER.length);
    const items = Object.entries(recordsOf(customerId)).map(
      ([record, value]) =>
        [record, marshall({ ...value, owner, record, revision: revisionOf(0) }) as WireItem] as const,
    );
    return { items: new Map(items), series: assignmentsOf(customerId, users, asOf) };
  };
  return {
    Activity: servedTable(['customerId', 'userId'], (customerId) => ({
      items: new Map(),
      series: calendarsOf(customerId, users, asOf),
    })),
    Licensing: servedTable(['owner', 'record'], licensing),
    Insights: servedTable(['owner', 'day'], () => ({ items: new Map() })),
  };
};

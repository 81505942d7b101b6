import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { readCalendars } from '../../../lib/activity/activity-table.ts';
import type { Calendar } from '../../../lib/activity/calendar.ts';
import { type Day, dayOf, startOfDay } from '../../../lib/time/day.ts';
import { type ApiAnswer, type ApiRequest, callApi, operator } from '../../fixtures/api-event.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

/** When every request of these tests comes in, unless it says otherwise. */
const NOW = new Date('2026-03-02T10:00:00Z');

/** The day of `NOW`. */
export const TODAY = dayOf(NOW);

/** Nine o'clock UTC on a day. */
export const at = (day: Day): string => new Date(startOfDay(day).getTime() + 9 * 3_600_000).toISOString();

export interface Event {
  readonly customerId: string;
  readonly userId: string;
  readonly workload: string;
  readonly occurredAt: string;
}

/** The user of a good event. */
export const ADA = 'ada@contoso.example';

/** A good event at `contoso`. */
export const event = (more: Partial<Event> = {}): Event => ({
  customerId: 'contoso',
  userId: ADA,
  workload: 'teams',
  occurredAt: '2026-03-02T09:00:00Z',
  ...more,
});

/** The rejections that a 200 lists. */
export const rejectedIn = ({ body }: ApiAnswer): { index: number; code: string }[] =>
  (body as { rejected: { index: number; code: string }[] }).rejected; // what this operation answers with 200

/** The ingest function over tables of its own. */
export interface Ingest {
  readonly tables: TestTables;
  readonly post: (body: unknown, request?: Partial<ApiRequest>) => Promise<ApiAnswer>;
  /** Sends a batch as a careful client does: what it is asked to send again it sends again. */
  readonly deliver: (events: readonly Event[], now?: Date) => Promise<void>;
  /** Stores a customer in the portfolio of `northwind` and returns its id. */
  readonly customer: (customerId: string) => Promise<string>;
  /** The stored item as it is. */
  readonly itemOf: (customerId: string, userId: string) => Promise<Record<string, unknown> | undefined>;
  /** All calendars of a customer by user. */
  readonly calendarsOf: (customerId: string) => Promise<Map<string, Calendar>>;
}

/** Starts the tables, which may answer late or be metered, and loads the function. */
export const startIngest = async ({ readsLate = true, metered = false } = {}): Promise<Ingest> => {
  const tables = await startTables({ readsLate, metered });
  const { handler } = await import('../../../functions/ingest-activity/handler.ts');
  const post: Ingest['post'] = (body, request = {}) =>
    callApi(handler, { route: 'POST /v1/activity', caller: operator, now: NOW, body, ...request });
  return {
    tables,
    post,
    deliver: async (events, now = NOW) => {
      let left = events;
      while (left.length > 0) {
        const answer = await post({ events: left }, { now });
        if (answer.status === 503) continue;
        const again = rejectedIn(answer);
        if (again.some(({ code }) => code !== 'try_again')) throw new Error(`Refused: ${JSON.stringify(again)}`);
        left = again.flatMap(({ index }) => left[index] ?? []);
      }
    },
    customer: async (customerId) => {
      await storeCustomer(tables.licensing, customerId, ['northwind']);
      return customerId;
    },
    itemOf: async (customerId, userId) => {
      const get = new GetCommand({
        TableName: tables.activity.name,
        Key: { customerId, userId },
        ConsistentRead: true,
      });
      return (await tables.activity.client.send(get)).Item;
    },
    calendarsOf: async (customerId) => {
      const calendars = new Map<string, Calendar>();
      for await (const { userId, calendar } of readCalendars(tables.activity, customerId))
        calendars.set(userId, calendar);
      return calendars;
    },
  };
};

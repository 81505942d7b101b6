import type { Catalogue } from '../catalogue/product.ts';
import { type Day, dayOf, formatDay } from '../time/day.ts';
import { type IdentityMode, identityModeOf, NAMES_TO_SEND } from '../values/identity-mode.ts';
import { quote, type Read } from '../values/leniently.ts';
import type { StoredUserId, UserNames } from '../values/user-names.ts';
import type { ActivityEvent } from './activity-event.ts';
import { type ActiveDay, CALENDAR_DAYS } from './calendar.ts';
import { reject, rejectCustomer, rejectWorkload, type Screened, screen, type Verdict } from './screened.ts';

/** How far a sender's clock may be ahead of ours. */
const CLOCK_TOLERANCE_MILLISECONDS = 5 * 60_000;

/** An event whose shape, time and workload are good. */
export interface DatedEvent {
  readonly index: number;
  readonly customerId: string;
  readonly userId: StoredUserId;
  readonly workload: string;
  readonly day: Day;
}

/** The events of one user, and the days they stand for. */
export interface UserEvents {
  readonly customerId: string;
  readonly userId: StoredUserId;
  readonly days: readonly ActiveDay[];
  readonly events: readonly DatedEvent[];
}

/** How the users of each customer go by; holds exactly the customers that the caller may feed. */
export type FedCustomers = ReadonlyMap<string, { readonly identityMode?: IdentityMode | undefined }>;

const indexOf = ({ index }: { index: number }): number => index;

/**
 * Keeps the events of the right shape, with a known workload, and of a day that a window may still contain; their users are
 * named as the stage stores them.
 */
export const screenByShapeAndTime = (
  events: readonly Read<ActivityEvent>[],
  now: Date,
  { workloads }: Pick<Catalogue, 'workloads'>,
  names: UserNames,
): Screened<DatedEvent> =>
  screen(
    events,
    (_, position) => position,
    (event, index) => {
      if ('complaint' in event) return reject('invalid_event', `${event.complaint}.`);
      const { customerId, workload, occurredAt } = event.value;
      if (!workloads.has(workload)) return rejectWorkload(quote(workload));
      const userId = names.of(event.value.userId);
      return refuseTime(occurredAt, now) ?? { keep: { index, customerId, userId, workload, day: dayAt(occurredAt) } };
    },
  );

const dayAt = (occurredAt: string): Day => dayOf(new Date(occurredAt));

const refuseTime = (occurredAt: string, now: Date) => {
  const ahead = new Date(occurredAt).getTime() - now.getTime();
  if (dayAt(occurredAt) > dayOf(now) || ahead > CLOCK_TOLERANCE_MILLISECONDS)
    return reject(
      'in_future',
      `${quote(occurredAt)} has not come yet: here it is ${now.toISOString()}. Send an event after it happened, at most 5 minutes ahead and never on a later UTC day.`,
    );
  const oldest = dayOf(now) - CALENDAR_DAYS + 1;
  if (dayAt(occurredAt) < oldest)
    return reject(
      'outside_window',
      `${quote(occurredAt)} is before ${formatDay(oldest)}, the oldest day that any figure can still count. Leave it out.`,
    );
  return undefined;
};

/** Keeps the events of customers that the caller may feed, whose users are named as that customer's users are. */
export const screenByCustomer = (events: readonly DatedEvent[], customers: FedCustomers): Screened<DatedEvent> =>
  screen(events, indexOf, (event): Verdict<DatedEvent> => {
    const customer = customers.get(event.customerId);
    if (!customer) return rejectCustomer(event.customerId);
    const mode = identityModeOf(event.userId);
    if (customer.identityMode === undefined || customer.identityMode === mode) return { keep: event };
    return reject(
      'identity_mode_changed',
      `The user id looks ${mode}, but the users of "${event.customerId}" are stored by ${customer.identityMode} names, and the two cannot be joined. Send ${NAMES_TO_SEND[customer.identityMode]}.`,
    );
  });

/** One entry per customer and user, with each active day of a workload once. */
export const groupByUser = (events: readonly DatedEvent[]): UserEvents[] => {
  // Neither id holds a control character, so that the joined name is unambiguous.
  const users = Map.groupBy(events, ({ customerId, userId }) => `${customerId}\n${userId}`);
  return [...users.values()].flatMap((own) => {
    const [first] = own;
    return first ? [{ customerId: first.customerId, userId: first.userId, days: daysOf(own), events: own }] : [];
  });
};

const daysOf = (events: readonly DatedEvent[]): ActiveDay[] => {
  const days = new Map(events.map(({ workload, day }) => [`${workload}\n${day}`, { workload, day }]));
  return [...days.values()];
};

import { type Day, formatDay, parseDay } from '../../time/day.ts';
import type { FetchItem, WantedCollection } from '../collector.ts';
import { FETCHED_REPORTS, type MicrosoftSettings } from './settings.ts';

/** The report that tells all workloads of a day, which past days are fetched of. */
const BACKFILLED = 'graph.office365ActiveUserDetail';
const BACKFILLED_DAYS = 28;
/** Reports are of two days ago at best; Graph keeps single days for 30 (Graph reference, `reportRoot`). */
const NEWEST_DAYS_AGO = 2;

/**
 * What is fetched of a customer. The list of users comes first: of what a newer list of another kind says who holds, a report
 * takes its activity alone, so that none of a past day ends a holding. Past days are fetched with the report when it is
 * given first: also of a tenant that reveals its names later, or gives the permission.
 */
export const planCollection = ({ settings, day, given }: WantedCollection<MicrosoftSettings>): FetchItem[] => {
  const { auth, partnerTenantId, reports = FETCHED_REPORTS } = settings;
  const asksPartnerCenter = auth === 'partner' || partnerTenantId !== undefined;
  return [
    { id: 'graph.users', kind: 'graph.users', day },
    { id: 'graph.subscribedSkus', kind: 'graph.subscribedSkus', day },
    { id: 'graph.directorySubscriptions', kind: 'graph.directorySubscriptions', day },
    ...(asksPartnerCenter
      ? [{ id: 'partnerCenter.subscriptions', kind: 'partnerCenter.subscriptions', day } as const]
      : []),
    ...reports.map((kind) => ({ id: kind, kind })),
    ...(!given.includes(BACKFILLED) && reports.includes(BACKFILLED) ? pastDays(parseDay(day)).map(reportOfDay) : []),
  ];
};

const pastDays = (today: Day): Day[] =>
  Array.from({ length: BACKFILLED_DAYS }, (_, at) => today - NEWEST_DAYS_AGO - at);

const reportOfDay = (day: Day): FetchItem => ({ id: `${BACKFILLED}@${formatDay(day)}`, kind: BACKFILLED });

/** The single day that an item of a report is of; the usual period when `undefined`. */
export const singleDayOf = ({ id }: FetchItem): string | undefined => /@(\d{4}-\d{2}-\d{2})$/u.exec(id)?.[1];

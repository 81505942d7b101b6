import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportedOn, supportCasesOn } from '../../../lib/insights/count/posted-records.ts';
import type { Snapshot } from '../../../lib/insights/count/snapshot.ts';
import { type SupportLoad, usualLoadOf } from '../../../lib/insights/view/figures/support-load.ts';
import type { View } from '../../../lib/insights/view/figures/view.ts';
import type { CustomerFigures } from '../../../lib/insights/view/insights.ts';
import { mergeCases, supportCase } from '../../../lib/licensing/posted/support-cases.ts';
import { A, daysBefore, figuresFor, fullCoverage, type SnapshotInput, snapshotFor } from '../../fixtures/adoption.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';
import { documentedSeats, documentedUsers, tableOf } from './documented-tables.ts';

/** The page that explains every figure. */
export const METRICS = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'metrics.md'), 'utf8');

/** The reader, whom the page calls "you". */
const YOU = 'you';

/** A documented customer's snapshot; what is left out is as the page says. `silent` names a row whose activity nobody told yet. */
export const documented = (customer: string, more: SnapshotInput = {}, silent?: string): Snapshot => {
  const users = documentedUsers(METRICS, customer).map(({ calendar, ...user }) =>
    calendar && user.who !== silent ? { ...user, calendar } : user,
  );
  return snapshotFor(users, { seats: documentedSeats(METRICS, customer), ...more });
};

/** A snapshot as the reader of the page sees it. */
export const seenByYou = (snapshot: Snapshot, more: Partial<View> = {}): CustomerFigures =>
  figuresFor(snapshot, YOU, more);

/** Everything covered, but one workload through another day, or not at all. */
export const coveredWith = (workload: string, through: string | undefined): typeof fullCoverage => {
  const { [workload]: _, ...activity } = fullCoverage.activity;
  return { ...fullCoverage, activity: { ...activity, ...(through === undefined ? {} : { [workload]: through }) } };
};

/** What the posters of the page's tables told of Contoso. */
export const documentedPosts = (): NonNullable<SnapshotInput['posted']> => {
  const rows = tableOf(METRICS, 'support cases').map(({ poster = '', day, category, count }) => ({
    poster,
    one: supportCase.parse({ day: daysBefore(Number(day)), category, count: Number(count) }),
  }));
  const posters = [...Map.groupBy(rows, ({ poster }) => poster)];
  const cases = posters.map(([poster, posted]) => [
    poster,
    mergeCases(
      { days: {} },
      posted.map(({ one }) => one),
    ),
  ]);
  const seats = (cell: string | undefined) => (cell ? Number(cell) : null);
  const reported = tableOf(METRICS, 'reported').map(({ product = '', month = '', available, assigned, active }) => ({
    sku: product,
    month,
    availableSeats: seats(available),
    assignedSeats: seats(assigned),
    activeSeats: seats(active),
  }));
  return {
    supportCases: supportCasesOn(Object.fromEntries(cases), A),
    reported: reportedOn({ [YOU]: reported }, smallCatalogue, A),
  };
};

/** The support load that is usual among the page's customers. */
export const documentedUsualLoad = (): SupportLoad | undefined =>
  usualLoadOf(
    tableOf(METRICS, 'support loads').map((row) => ({
      howToCases: Number(row['how-to cases']),
      assignedPeople: Number(row.people),
    })),
  );

import { type Day, formatDay } from '../../../time/day.ts';

/** How far back a viewer may look. */
export interface ViewerHistory {
  /** The first day whose figures the viewer may see (`YYYY-MM-DD`), or `undefined` for all days. */
  readonly firstDay: string | undefined;
}

/** Whether a viewer may see the figures of a day, or anything made of them. */
export const maySee = ({ firstDay }: ViewerHistory, day: Day): boolean =>
  firstDay === undefined || firstDay <= formatDay(day);

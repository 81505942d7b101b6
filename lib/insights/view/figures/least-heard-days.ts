import type { SeenFigures } from './seen-figures.ts';

/** Of the days of the window, how many the workload is heard of that is heard of least; `null` when none is measured. */
export const leastHeardDays = ({ workloads }: Pick<SeenFigures['usage'], 'workloads'>): number | null => {
  const heard = workloads.flatMap(({ active, heardDays }) =>
    active === null || heardDays === null ? [] : [heardDays],
  );
  return heard.length > 0 ? Math.min(...heard) : null;
};

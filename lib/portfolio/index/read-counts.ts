import type { FIGURES } from './index-columns.ts';
import type { ColumnReader } from './read-columns.ts';

/** The figures of a customer that sums and entries both show. */
export const countsOf = (reader: ColumnReader) => {
  const figure = (of: (typeof FIGURES)[number]) => reader.known(`figures.${of}`);
  const stale = reader.bytes('stale');
  const figures = {
    sold: figure('sold'),
    assigned: figure('assigned'),
    unassigned: figure('unassigned'),
    assignedBeyondSold: figure('assignedBeyondSold'),
    neverAssigned: figure('neverAssigned'),
    idle: figure('idle'),
    activePeople: figure('activePeople'),
    activeEntitlements: figure('activeEntitlements'),
    qualified: figure('qualified'),
    heardDays: figure('heardDays'),
  };
  return (place: number) => ({
    sold: figures.sold(place),
    assigned: figures.assigned(place),
    unassigned: figures.unassigned(place),
    assignedBeyondSold: figures.assignedBeyondSold(place),
    neverAssigned: figures.neverAssigned(place),
    idle: figures.idle(place),
    activePeople: figures.activePeople(place),
    activeEntitlements: figures.activeEntitlements(place),
    qualified: figures.qualified(place),
    stale: stale[place] === 1,
    heardDays: figures.heardDays(place),
  });
};

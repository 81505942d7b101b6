import type { Day } from '../../time/day.ts';
import type { Definitions } from './definitions.ts';
import type { Flows } from './figures.ts';
import type { MeasuredWorkload } from './measured-workloads.ts';

/** People active in the last 28, 7 and 1 days up to the as-of day. */
export interface ActiveCounts {
  active28: number;
  active7: number;
  active1: number;
}

/** What is counted of the people who hold one product. */
export interface ProductTally {
  /** People who hold the product on the as-of day. */
  assigned: number;
  /** Of those, how many used a measured workload of the product within the window. */
  active: number;
  /** Of the others, how many have held it for over 30 days. */
  idle: number;
  /** By workload: of those who hold it, how many used that one. */
  readonly workloads: Map<string, number>;
  /** What has changed since the day before. */
  readonly flows: { -readonly [Flow in keyof Flows]: Flows[Flow] };
}

/** What is counted of the people active in one workload, in one family. */
export interface WorkloadTally extends ActiveCounts {
  readonly family: string;
  readonly workload: string;
  /** Active people all of whose holdings with the workload are free or excluded products. */
  activeOnFree: number;
  /** Active people by the products with the workload that they hold on the day: ids in order, one a line. */
  readonly holders: Map<string, number>;
  /** Active people who held one inside the window and no longer do. */
  former: number;
  /** Active people of whom no holding inside the window is known. */
  others: number;
  /** People by the number of days they were active: at 0 those of one day, at 27 those of all. */
  readonly activeDays: number[];
}

/** What is counted of the people who hold products of one group. */
export interface GroupTally {
  /** People who hold at least one. */
  holders: number;
  /** Of those, how many used at least one within the window. */
  active: number;
  /** Of the holders, how many have an id that is no mail address and to which none is mapped: they may be other holders, too. */
  unmatched: number;
  /** People who hold several, by how many of them they need: none, one, several. */
  readonly several: { none: number; one: number; more: number };
  /** By product: who holds it, and of those who hold several, who lacks nothing without it. */
  readonly products: Map<string, { holders: number; spare: number }>;
  /**
   * By a set of products (ids in order, one a line): how many seats are needed that may be of any of the set, so that nobody
   * lacks what was used. Those who hold one product only, or used none, keep what they hold.
   */
  readonly needs: Map<string, number>;
}

/** What one pass over all users of a customer counts. Grows with products and workloads, never with users. */
export interface Tally {
  readonly products: Map<string, ProductTally>;
  readonly workloads: Map<string, WorkloadTally>;
  /** Distinct active people by family. */
  readonly people: Map<string, ActiveCounts>;
  /** Distinct people who hold a product, free and excluded ones aside. */
  assignedPeople: number;
  /** Distinct active people of all families. */
  readonly everybody: ActiveCounts;
  /** By row: people by the products with qualified seats and with the workload that they hold: ids in order, one a line. */
  readonly seatHolders: Map<string, Map<string, number>>;
  /** By id of a group of products. */
  readonly groups: Map<string, GroupTally>;
}

/** What users are counted against. */
export interface TallyContext extends Definitions {
  readonly asOf: Day;
  readonly measured: ReadonlyMap<string, MeasuredWorkload>;
  /** The ids of products with qualified seats. */
  readonly qualified: ReadonlySet<string>;
  /** The day of the first list of all users' products: nobody knows since when they were held that it found. */
  readonly listedFrom: Day | undefined;
  /** The same of products of which their vendors' own lists tell. */
  readonly listedFromOf: ReadonlyMap<string, Day>;
}

/** Counts to begin with. */
export const nobody = (): ActiveCounts => ({ active28: 0, active7: 0, active1: 0 });

/** A tally of no users. */
export const emptyTally = (): Tally => ({
  products: new Map(),
  workloads: new Map(),
  people: new Map(),
  assignedPeople: 0,
  everybody: nobody(),
  seatHolders: new Map(),
  groups: new Map(),
});

/** The name of the row of a workload in a family. */
export const rowOf = (family: string, workload: string): string => `${family}/${workload}`;

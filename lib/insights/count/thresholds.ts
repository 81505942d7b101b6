/**
 * When a recommendation fires (design: Recommendations), as long as the operator sets nothing else. Percentages are
 * compared as counts, never rounded.
 */
export const THRESHOLDS = {
  /** Below this share of its seats a workload counts as not deployed (Microsoft, Solutions Partner for Modern Work). */
  lowUsagePercent: 40,
  lowDeploymentPercent: 85,
  /** How-to cases in the window from which a customer is looked at. */
  howToCases: 5,
  /** Customers that a portfolio needs before its quartile means anything. */
  customersForQuartile: 4,
  /** Points that usage must have lost within 28 days. */
  fallingPoints: 10,
  /** Usage below which a renewal is in danger. */
  renewalUsagePercent: 40,
  /** Days ahead that a renewal is looked for: time enough to talk about it before the term binds again. */
  renewalDays: 90,
  /** Days before the renewal from which there is no time to lose. */
  renewalUrgentDays: 30,
  growDeploymentPercent: 95,
  growUsagePercent: 80,
  /** A seat held for at most this many days is not called idle yet. */
  idleGraceDays: 30,
  /** Share of the assigned seats from which idle ones are more than the usual few. */
  manyIdlePercent: 10,
  /** Below so many seats percentages jump with every person: only renewals are spoken of. */
  smallSampleSeats: 10,
  /** With fewer days of the window heard of, a count is too far from the truth to conclude anything from it. */
  heardDaysForAdvice: 24,
  /** A distribution over fewer people would tell of single ones. */
  peopleInDistribution: 5,
} as const;

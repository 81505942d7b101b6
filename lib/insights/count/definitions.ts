import { WINDOW_DAYS } from '../../activity/calendar.ts';
import type { Catalogue } from '../../catalogue/product.ts';
import type { FreshnessLimits } from './freshness.ts';
import type { Snapshot } from './snapshot.ts';

/** What figures are made by, besides the data. */
export interface Definitions {
  readonly catalogue: Catalogue;
  readonly limits: FreshnessLimits;
  readonly reportingLagDays: number;
}

/** The part of a snapshot that says by which definitions its figures were made. */
export type StatedDefinitions = Pick<Snapshot, 'catalogVersion' | 'windowDays' | 'reportingLagDays'>;

/** What a snapshot says of the definitions that it is made by. */
export const statedDefinitions = ({ catalogue, reportingLagDays }: Definitions): StatedDefinitions => ({
  catalogVersion: catalogue.version,
  windowDays: WINDOW_DAYS,
  reportingLagDays,
});

/** In which definitions two days differ, each in words; none when their figures may be compared. */
export const differencesOf = (a: StatedDefinitions, b: StatedDefinitions): string[] => [
  ...(a.windowDays === b.windowDays ? [] : [`the window (${a.windowDays} and ${b.windowDays} days)`]),
  ...(a.catalogVersion === b.catalogVersion
    ? []
    : [`the catalogue of products (versions ${a.catalogVersion} and ${b.catalogVersion})`]),
  ...(a.reportingLagDays === b.reportingLagDays
    ? []
    : [`the reporting lag (${a.reportingLagDays} and ${b.reportingLagDays} days)`]),
];

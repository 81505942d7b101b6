import { WINDOW_DAYS } from '../../activity/calendar.ts';
import type { Catalogue } from '../../catalogue/product.ts';
import type { FreshnessLimits } from './freshness.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * The rules by which figures are counted. Raised when a release counts the same data otherwise, so that no change of a figure
 * is taken for one of the customer. 2: unknown seats are no 0, overlap counts seats, a fresh list ends older ones, heard days.
 */
export const COUNTING_VERSION = 2;

/** What figures are made by, besides the data. */
export interface Definitions {
  readonly catalogue: Catalogue;
  readonly limits: FreshnessLimits;
  readonly reportingLagDays: number;
}

/** The part of a snapshot that says by which definitions its figures were made. */
export type StatedDefinitions = Pick<
  Snapshot,
  'catalogVersion' | 'windowDays' | 'reportingLagDays' | 'countingVersion' | 'identities'
>;

/** What a snapshot says of the definitions that it is made by; `identities` is how many ids are mapped to users. */
export const statedDefinitions = ({ catalogue, reportingLagDays }: Definitions, identities = 0): StatedDefinitions => ({
  catalogVersion: catalogue.version,
  windowDays: WINDOW_DAYS,
  reportingLagDays,
  countingVersion: COUNTING_VERSION,
  ...(identities > 0 ? { identities } : {}),
});

/**
 * In which definitions two days differ, each in words; none when their figures may be compared. Whether ids are mapped to
 * users is one of them; how many are is not: whoever joins a customer is mapped on some day, and that is data like the rest.
 */
export const differencesOf = (a: StatedDefinitions, b: StatedDefinitions): string[] => [
  ...(a.windowDays === b.windowDays ? [] : [`the window (${a.windowDays} and ${b.windowDays} days)`]),
  ...(a.catalogVersion === b.catalogVersion
    ? []
    : [`the catalogue of products (versions ${a.catalogVersion} and ${b.catalogVersion})`]),
  ...(a.reportingLagDays === b.reportingLagDays
    ? []
    : [`the reporting lag (${a.reportingLagDays} and ${b.reportingLagDays} days)`]),
  ...(a.countingVersion === b.countingVersion
    ? []
    : [`the rules by which figures are counted (versions ${a.countingVersion} and ${b.countingVersion})`]),
  ...((a.identities === undefined) === (b.identities === undefined)
    ? []
    : [`whether ids of one person are joined (${mapped(a)} and ${mapped(b)} ids are mapped to users)`]),
];

const mapped = ({ identities }: StatedDefinitions): string => (identities ?? 'no').toString();

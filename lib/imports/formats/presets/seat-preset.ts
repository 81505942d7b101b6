import type { SeatMapping } from './seat-mapping.ts';

/** A file of a vendor whose columns this release knows. */
export interface SeatPreset {
  /** What requests call it. */
  readonly preset: string;
  /** What pages call it, and where the file comes from. */
  readonly name: string;
  readonly note: string;
  /** Columns by which a CSV file is recognised as this one. */
  readonly signs?: readonly string[];
  readonly mapping: SeatMapping;
}

import * as z from 'zod';
import { type IdentityMode, mostFrequentMode } from '../../values/identity-mode.ts';

const filePosition = z.object({ byte: z.int().min(0), line: z.int().min(0) });

/** Rows of a report on all users and their products, counted by what tells whether its list can be taken. */
const reportTally = z.object({
  /** Whose newest activity is of the day that the file speaks of; who was last active on another day, or never. */
  onItsDay: z.int(),
  onOtherDays: z.int(),
  /** Of users who are not deleted: rows that name a product; rows that name none; and those of them that are licensed. */
  withProducts: z.int(),
  withoutProducts: z.int(),
  silent: z.int(),
});
export type ReportTally = z.infer<typeof reportTally>;

/** Different domains of users that are remembered. With more than these a file tells no tenant from another. */
export const MOST_DOMAINS = 100;

/** Where the reading of a report stands, between two steps. */
export const reportState = z.object({
  /** The file is read whole and checked; read again for activity; read once more for assignments. */
  phase: z.enum(['check', 'activity', 'assignments']),
  /** Where the next row starts. */
  at: filePosition,
  columns: z.array(z.string()),
  /** Where the first row starts. */
  rowsAt: filePosition,
  /** The day on which the import began; dates are judged by it to the end. */
  today: z.int(),
  /** The day that the file speaks of; unknown until a good row was read. */
  day: z.int().optional(),
  /** The oldest day that it says it speaks of, or else tells anybody's activity of: it was asked about that far back. */
  oldest: z.int().optional(),
  /** What decides the meaning of names that several products share: see `soldNamesakes`. */
  soldNamesakes: z.array(z.string()),
  /** Rows by how they name their user. */
  modes: z.object({ readable: z.int(), concealed: z.int(), pseudonymous: z.int().default(0) }),
  /** The domains of its users, at most `MOST_DOMAINS`. */
  domains: z.array(z.string()).optional(),
  tally: reportTally.optional(),
  /** What may be taken of a report that lists all users; unknown until it was read whole and compared with what is stored. */
  verdict: z.enum(['whole', 'activity']).optional(),
});
export type ReportState = z.infer<typeof reportState>;

/** How many rows name a user. */
export const namedRows = ({ modes }: Pick<ReportState, 'modes'>): number =>
  modes.readable + modes.concealed + modes.pseudonymous;

/** How the file names its users: as most rows do. */
export const modeOf = ({ modes }: Pick<ReportState, 'modes'>): IdentityMode => mostFrequentMode(modes);

/**
 * How far the import is, from 0 to 1: checking is quick, the rest is writing. Assignments, where they follow, are not read
 * in file order.
 */
export const progressOf = ({ phase, at }: ReportState, bytes: number, assignmentsFollow: boolean): number => {
  const read = Math.min(1, at.byte / Math.max(1, bytes));
  return { check: 0.1 * read, activity: 0.1 + (assignmentsFollow ? 0.5 : 0.9) * read, assignments: 0.6 }[phase];
};

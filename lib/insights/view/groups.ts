import type { AnyFinding } from './rules/finding-schema.ts';
import { type AnyRule, PRECEDENCE, type Precedence } from './rules/rule.ts';

/** Findings of one customer that say the same of several workloads or products: one cause, one card (design 6, ruling 13). */
export interface Group<Finding extends AnyFinding> {
  /** What is most at stake comes first. */
  readonly rows: readonly [Finding, ...Finding[]];
  /** The highest of the rows. */
  readonly severity: AnyFinding['severity'];
  /** In seats: the sum of the rows; of workloads of one family, whose seats are the same ones, the most. */
  readonly atStake: number;
  /** Where it stands in the customer's list: the lowest of the rows. */
  readonly precedence: Precedence;
}

const SEVERITIES = ['high', 'medium', 'low'] as const;

/**
 * A customer's findings in groups, each of one rule and one kind of subject. Renewals that are due soon lead, then lapsed
 * seats, then what is most at stake.
 */
export const groupsOf = <Finding extends AnyFinding>(
  findings: readonly Finding[],
  rules: readonly Pick<AnyRule, 'id' | 'precedence'>[],
): Group<Finding>[] => {
  const precedences = new Map(rules.map(({ id, precedence }) => [id, precedence]));
  const placeOf = (finding: AnyFinding) => precedences.get(finding.id)?.(finding) ?? PRECEDENCE.byStake;
  const groups = Map.groupBy(findings, ({ id, subject }) => `${id} ${subject.kind}`);
  return [...groups.values()]
    .flatMap(([first, ...others]) => (first ? [groupOf([first, ...others], placeOf)] : []))
    .sort((a, b) => a.precedence - b.precedence || b.atStake - a.atStake || byKey(a.rows[0], b.rows[0]));
};

const groupOf = <Finding extends AnyFinding>(
  findings: readonly [Finding, ...Finding[]],
  placeOf: (finding: Finding) => Precedence,
): Group<Finding> => {
  const rows = findings.toSorted((a, b) => b.atStake - a.atStake || byKey(a, b));
  const [first = findings[0], ...others] = rows;
  const severity = SEVERITIES.find((one) => rows.some((row) => row.severity === one)) ?? first.severity;
  return { rows: [first, ...others], severity, atStake: atStakeIn(rows), precedence: firstOf(rows.map(placeOf)) };
};

const firstOf = (places: readonly Precedence[]): Precedence =>
  places.reduce((first, one) => (one < first ? one : first), PRECEDENCE.byStake);

const atStakeIn = (rows: readonly AnyFinding[]): number => {
  const seats = Map.groupBy(rows, ({ subject }) => (subject.kind === 'workload' ? subject.family : undefined));
  return [...seats].reduce((sum, [family, sharing]) => {
    const counts = sharing.map(({ atStake }) => atStake);
    return sum + (family === undefined ? counts.reduce((all, one) => all + one, 0) : Math.max(...counts));
  }, 0);
};

const byKey = (a: AnyFinding, b: AnyFinding): number => (orderKey(a) < orderKey(b) ? -1 : 1);

const orderKey = ({ id, subject }: AnyFinding): string => `${id} ${JSON.stringify(subject)}`;

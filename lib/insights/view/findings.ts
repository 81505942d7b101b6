import type { Snapshot } from '../count/snapshot.ts';
import type { SeenFigures } from './figures/seen-figures.ts';
import type { View } from './figures/view.ts';
import type { AnyFinding } from './rules/finding-schema.ts';

/** What finds something at a customer, as one viewer sees it. */
interface Firing<Finding> {
  readonly fires: (figures: SeenFigures, snapshot: Snapshot, view: View) => readonly Finding[];
}

/**
 * What the rules of a list find at a customer, what is most at stake first. What is unknown or stale fires nothing, and
 * below 10 seats only renewals are spoken of.
 */
export const findingsOf = <Finding extends AnyFinding>(
  rules: readonly Firing<Finding>[],
  figures: SeenFigures,
  snapshot: Snapshot,
  view: View,
): Finding[] =>
  rules
    .flatMap((rule) => rule.fires(figures, snapshot, view))
    .sort((a, b) => b.atStake - a.atStake || (orderKey(a) < orderKey(b) ? -1 : 1));

const orderKey = ({ id, subject }: AnyFinding): string => `${id} ${JSON.stringify(subject)}`;

import type { Snapshot } from '../count/snapshot.ts';
import type { SeenFigures } from './figures/seen-figures.ts';
import type { View } from './figures/view.ts';
import { groupsOf } from './groups.ts';
import type { AnyFinding } from './rules/finding-schema.ts';
import type { AnyRule } from './rules/rule.ts';

/** A rule of a list that finds findings of these kinds. */
type Firing<Finding> = Pick<AnyRule, 'id' | 'precedence'> & {
  readonly fires: (figures: SeenFigures, snapshot: Snapshot, view: View) => readonly Finding[];
};

/**
 * What the rules of a list find at a customer, in the order of its groups. What is unknown or stale fires nothing, nor
 * does what the operator switched off; below 10 seats only renewals and lapsed seats are spoken of.
 */
export const findingsOf = <Finding extends AnyFinding>(
  rules: readonly Firing<Finding>[],
  figures: SeenFigures,
  snapshot: Snapshot,
  view: View,
): Finding[] =>
  groupsOf(
    rules.flatMap((rule) => rule.fires(figures, snapshot, view)),
    rules,
  ).flatMap(({ rows }) => rows);

import { groupsOf } from './groups.ts';
import type { CustomerFigures, CustomerInsights } from './insights.ts';
import type { RecommendationLinks } from './recommendation-ids.ts';
import type { AnyFinding, AnyRecommendation, RecommendationOf } from './rules/finding-schema.ts';
import { type AnyRule, ruleOf } from './rules/rule.ts';
import { RULES } from './rules/rules.ts';

/**
 * A customer's findings as recommendations, in the order in which they are to be read: those that say the same are one,
 * in the words of their rule, with the operator's links.
 */
export const recommendationsOf = <Finding extends AnyFinding>(
  findings: readonly Finding[],
  links: Readonly<Record<string, AnyRecommendation['links'] | undefined>>,
  rules: readonly AnyRule[] = RULES,
): RecommendationOf<Finding>[] =>
  groupsOf(findings, rules).map(({ rows, severity, atStake }) => {
    const [first] = rows;
    const rule = ruleOf(rules, first.id);
    const recommendation: AnyRecommendation = {
      ...first,
      severity,
      atStake,
      ...rule.inWords(rows),
      links: [...(links[first.id] ?? [])],
      rows: rows.map(({ id: _id, ...row }) => ({ ...row, problem: rule.problem({ id: first.id, ...row }) })),
    };
    // All rows of a group are of one rule, which no type says of a group of a union.
    return recommendation as RecommendationOf<Finding>;
  });

/** A customer's figures with their findings put into words. */
export const insightsOf = (
  { findings, ...figures }: CustomerFigures,
  links: RecommendationLinks,
): CustomerInsights => ({
  ...figures,
  recommendations: recommendationsOf(findings, links),
});

import type { CustomerFigures, CustomerInsights } from './insights.ts';
import type { RecommendationLinks } from './recommendation-ids.ts';
import type { AnyFinding, AnyRecommendation } from './rules/finding-schema.ts';
import { type AnyRule, ruleOf } from './rules/rule.ts';
import { RULES } from './rules/rules.ts';

type Added = Omit<AnyRecommendation, keyof AnyFinding>;

/** A finding put into the words of its rule, with the operator's links. */
export const recommendationOf = <Finding extends AnyFinding>(
  finding: Finding,
  links: Readonly<Record<string, Added['links'] | undefined>>,
  rules: readonly AnyRule[] = RULES,
): Finding & Added => ({
  ...finding,
  ...ruleOf(rules, finding.id).inWords(finding),
  links: [...(links[finding.id] ?? [])],
});

/** A customer's figures with their findings put into words. */
export const insightsOf = (
  { findings, ...figures }: CustomerFigures,
  links: RecommendationLinks,
): CustomerInsights => ({
  ...figures,
  recommendations: findings.map((finding) => recommendationOf(finding, links)),
});

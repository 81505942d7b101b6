import * as z from 'zod';
import { RECOMMENDATION_IDS } from '../insights/view/recommendation-ids.ts';
import { RULES } from '../insights/view/rules/rules.ts';
import { type RuleSettings, ruleSettingsInForce, ruleSettingsSchemas } from '../insights/view/rules/threshold.ts';

const SCHEMAS = RULES.map(({ id, threshold }) => ({ id, ...ruleSettingsSchemas(threshold) }));

/** What is said to names that are none of the rules. */
export const noRecommendation = (names: unknown): string =>
  `${JSON.stringify(names)} is no recommendation; there are ${RECOMMENDATION_IDS.join(', ')}`;

/** What holds of every rule. */
export const ruleSettings = z
  .object(Object.fromEntries(SCHEMAS.map(({ id, inForce }) => [id, inForce])))
  .meta({ id: 'RuleSettings' });

/** What an operator sets of some rules; what is left out has its default. */
export const statedRules = z.strictObject(
  Object.fromEntries(SCHEMAS.map(({ id, stated }) => [id, stated.optional()])),
  {
    error: (issue) => (issue.code === 'unrecognized_keys' ? noRecommendation(issue.keys) : undefined),
  },
);

const stored = z.object({
  enabled: z.boolean().optional(),
  threshold: z.number().optional(),
  workloads: z.record(z.string(), z.number().nullable()).optional(),
  products: z.record(z.string(), z.number().nullable()).optional(),
});

/** What was stated of rules, as it is stored; another version of the product may know other rules. */
export const storedRules = z.record(z.string(), stored.optional());

/** What holds of every rule when this much was stated. */
export const rulesInForce = (stated: z.infer<typeof storedRules> = {}): Record<string, RuleSettings> =>
  Object.fromEntries(RULES.map(({ id, threshold }) => [id, ruleSettingsInForce(threshold, stated[id])]));

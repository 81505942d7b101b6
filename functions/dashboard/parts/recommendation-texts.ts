import { workloadName } from '../../../lib/catalogue/names/workload-names.ts';
import { type AnyRule, ruleOf } from '../../../lib/insights/view/rules/rule.ts';
import { RULES } from '../../../lib/insights/view/rules/rules.ts';

/** What a recommendation is called, by its id. */
export const recommendationName = (id: string, rules: readonly AnyRule[] = RULES): string => ruleOf(rules, id).name;

/** All recommendations to choose from, as a form lists them: each id with its name. */
export const recommendationChoices = (rules: readonly AnyRule[] = RULES): { value: string; label: string }[] =>
  rules.map(({ id, name }) => ({ value: id, label: name }));

/** What a listed recommendation is about, in words; the workload's name where it is a workload's id. */
export const aboutText = (about: string | undefined): string => (about === undefined ? '' : workloadName(about));

import { workloadName } from '../../catalogue/names/workload-names.ts';
import type { AnyFinding } from './rules/finding-schema.ts';
import { type AnyRule, ruleOf } from './rules/rule.ts';
import { RULES } from './rules/rules.ts';

/** What a recommendation is called, by its id. */
export const recommendationName = (id: string, rules: readonly AnyRule[] = RULES): string => ruleOf(rules, id).name;

/** All recommendations to choose from, as a form lists them: each id with its name. */
export const recommendationChoices = (rules: readonly AnyRule[] = RULES): { value: string; label: string }[] =>
  rules.map(({ id, name }) => ({ value: id, label: name }));

/** How much is at stake, in words, from the number as it is to be read. */
export const atStakeText = (
  { id, atStake }: { readonly id: string; readonly atStake: number },
  text: string,
  rules: readonly AnyRule[] = RULES,
): string => {
  const [one, many] = ruleOf(rules, id).stakeUnit;
  return `${text} ${atStake === 1 ? one : many}`;
};

const SEVERITIES = {
  high: 'act now',
  medium: 'act soon',
  low: 'worth a look',
} as const satisfies Record<AnyFinding['severity'], string>;

/** How much a recommendation matters, and how soon, in words. */
export const severityText = (severity: AnyFinding['severity']): string => SEVERITIES[severity];

/** What a finding is about: a workload, a product, or '' for the customer as a whole. */
export const subjectText = (subject: AnyFinding['subject']): string => {
  if (subject.kind === 'customer') return '';
  return subject.kind === 'workload' ? workloadName(subject.workload) : subject.name;
};

/**
 * What a listed recommendation is about, in words: the workload's or product's name, and how many others it says the same
 * of; '' for the customer as a whole.
 */
export const aboutText = ({
  about,
  rows,
}: {
  readonly about?: string | undefined;
  readonly rows: readonly unknown[];
}): string => {
  if (about === undefined) return '';
  return rows.length > 1 ? `${workloadName(about)} and ${rows.length - 1} more` : workloadName(about);
};

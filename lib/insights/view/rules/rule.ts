import type { Snapshot } from '../../count/snapshot.ts';
import type { SeenFigures } from '../figures/seen-figures.ts';
import type { View } from '../figures/view.ts';
import {
  type AnyFinding,
  type AnyRecommendation,
  type EvidenceShape,
  type Found,
  type SubjectSchema,
  schemasOf,
} from './finding-schema.ts';
import { ruleSettingsInForce, type ThresholdDefinition, type Thresholds, thresholdsIn } from './threshold.ts';

type Words = Pick<AnyRecommendation, 'problem' | 'consider' | 'try'>;

/**
 * Where what a rule finds stands in a customer's list, whatever is at stake (design 6, ruling 13): renewals that are due
 * soon come first, then lapsed seats, then all others.
 */
export const PRECEDENCE = { dueSoon: 0, lapsed: 1, byStake: 2 } as const;
export type Precedence = (typeof PRECEDENCE)[keyof typeof PRECEDENCE];

/** Everything there is to say of one rule. The texts are ours, in English. */
interface RuleDefinition<Id extends string, About extends SubjectSchema, Evidence extends EvidenceShape> {
  /** What answers, exports and settings name it by. */
  readonly id: Id;
  /** What the pages call it. */
  readonly name: string;
  /** What is counted as at stake, in one sentence. */
  readonly stake: string;
  /** What to call so many of them, in the singular and in the plural; seats at stake where it is left out. */
  readonly stakeUnit?: readonly [string, string];
  readonly subject: About;
  readonly evidence: Evidence;
  /** What the pages call each piece of evidence. */
  readonly evidenceNames: { readonly [Name in keyof Evidence]: string };
  /** What the operator can set; left out, the rule can only be switched off. */
  readonly threshold?: ThresholdDefinition;
  /** By what is at stake, where it is left out. */
  readonly precedence?: (finding: Found<Id, About, Evidence>) => Precedence;
  /** What the rule finds at a customer, as one viewer sees it; the snapshot has what is not shown. */
  readonly fires: (
    figures: SeenFigures,
    snapshot: Snapshot,
    view: View,
    thresholds: Thresholds,
  ) => Found<Id, About, Evidence>[];
  readonly words: {
    /** What the figures show. */
    readonly problem: (finding: Found<Id, About, Evidence>) => string;
    /** What they show of several at once; one sentence after the other where it is left out. */
    readonly together?: (findings: readonly Found<Id, About, Evidence>[]) => string;
    /** What to find out before anything is done. */
    readonly consider: string;
    /** What has been found to help. */
    readonly try: readonly string[];
  };
}

/** A rule as whoever goes through a list of them knows it. */
export interface AnyRule {
  readonly id: string;
  readonly name: string;
  readonly stake: string;
  readonly stakeUnit: readonly [string, string];
  readonly evidenceNames: Readonly<Record<string, string>>;
  readonly threshold?: ThresholdDefinition | undefined;
  readonly fires: (figures: SeenFigures, snapshot: Snapshot, view: View) => readonly AnyFinding[];
  /** The place among all others of a finding of this rule. */
  readonly precedence: (finding: AnyFinding) => Precedence;
  /** What to find out before anything is done, and what has been found to help: the same of all findings. */
  readonly advice: { readonly consider: string; readonly try: readonly string[] };
  /** What the figures of a finding of this rule show; throws at a finding of another one. */
  readonly problem: (finding: AnyFinding) => string;
  /** Puts findings of this rule, at least one, into words; throws at a finding of another one. */
  readonly inWords: (findings: readonly AnyFinding[]) => Words;
}

/** A rule with the schemas of what it finds, made of all there is to say of it. */
export const defineRule = <const Id extends string, About extends SubjectSchema, Evidence extends EvidenceShape>({
  id,
  name,
  stake,
  stakeUnit = ['seat at stake', 'seats at stake'],
  subject,
  evidence,
  evidenceNames,
  threshold,
  precedence,
  fires,
  words,
}: RuleDefinition<Id, About, Evidence>) => {
  const isOwn = (finding: AnyFinding): finding is Found<Id, About, Evidence> => finding.id === id;
  const own = (finding: AnyFinding): Found<Id, About, Evidence> => {
    if (!isOwn(finding)) throw new Error(`${id} has no words for ${finding.id}`);
    return finding;
  };
  const advice = { consider: words.consider, try: words.try };
  const problem = (finding: AnyFinding): string => words.problem(own(finding));
  const inWords = (findings: readonly AnyFinding[]): Words => {
    const [only, ...others] = findings;
    const together = words.together ?? ((all) => all.map(words.problem).join(' '));
    return {
      problem: only && others.length === 0 ? problem(only) : together(findings.map(own)),
      ...advice,
      try: [...advice.try],
    };
  };
  /** What fires by the settings that hold, but for what the rule is switched off for. */
  const firesIn = (figures: SeenFigures, snapshot: Snapshot, view: View): Found<Id, About, Evidence>[] => {
    const settings = ruleSettingsInForce(threshold, view.rules[id]);
    if (!settings.enabled) return [];
    const thresholds = thresholdsIn(settings, view);
    return fires(figures, snapshot, view, thresholds).filter((one) => !thresholds.isOff(one.subject));
  };
  return {
    id,
    name,
    stake,
    stakeUnit,
    evidenceNames,
    threshold,
    fires: firesIn,
    precedence: (finding: AnyFinding) => precedence?.(own(finding)) ?? PRECEDENCE.byStake,
    advice,
    problem,
    inWords,
    ...schemasOf(id, subject, evidence),
  };
};

/** The rule of a list that has this id; throws when there is none. */
export const ruleOf = (rules: readonly AnyRule[], id: string): AnyRule => {
  const rule = rules.find((one) => one.id === id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  return rule;
};

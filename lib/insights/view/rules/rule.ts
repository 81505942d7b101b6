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

type Words = Pick<AnyRecommendation, 'problem' | 'consider' | 'try'>;

/** Everything there is to say of one rule. The texts are ours, in English. */
interface RuleDefinition<Id extends string, About extends SubjectSchema, Evidence extends EvidenceShape> {
  /** What answers, exports and settings name it by. */
  readonly id: Id;
  /** What the pages call it. */
  readonly name: string;
  readonly subject: About;
  readonly evidence: Evidence;
  /** What the pages call each piece of evidence. */
  readonly evidenceNames: { readonly [Name in keyof Evidence]: string };
  /** What the rule finds at a customer, as one viewer sees it; the snapshot has what is not shown. */
  readonly fires: (figures: SeenFigures, snapshot: Snapshot, view: View) => Found<Id, About, Evidence>[];
  readonly words: {
    /** What the figures show. */
    readonly problem: (finding: Found<Id, About, Evidence>) => string;
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
  readonly evidenceNames: Readonly<Record<string, string>>;
  readonly fires: (figures: SeenFigures, snapshot: Snapshot, view: View) => readonly AnyFinding[];
  /** Puts a finding of this rule into words; throws at a finding of another one. */
  readonly inWords: (finding: AnyFinding) => Words;
}

/** A rule with the schemas of what it finds, made of all there is to say of it. */
export const defineRule = <const Id extends string, About extends SubjectSchema, Evidence extends EvidenceShape>({
  id,
  name,
  subject,
  evidence,
  evidenceNames,
  fires,
  words,
}: RuleDefinition<Id, About, Evidence>) => {
  const isOwn = (finding: AnyFinding): finding is Found<Id, About, Evidence> => finding.id === id;
  const inWords = (finding: AnyFinding): Words => {
    if (!isOwn(finding)) throw new Error(`${id} has no words for ${finding.id}`);
    return { problem: words.problem(finding), consider: words.consider, try: [...words.try] };
  };
  return { id, name, evidenceNames, fires, inWords, ...schemasOf(id, subject, evidence) };
};

/** The rule of a list that has this id; throws when there is none. */
export const ruleOf = (rules: readonly AnyRule[], id: string): AnyRule => {
  const rule = rules.find((one) => one.id === id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  return rule;
};

/** What the operator set of one rule; what is left out has the rule's own default. */
export interface StatedRuleSettings {
  /** A rule that is off finds nothing anywhere. */
  readonly enabled?: boolean | undefined;
  /** From where on it fires, in the rule's own unit. */
  readonly threshold?: number | undefined;
  /** By workload id: a threshold of its own, or `null` where the rule is off. */
  readonly workloads?: Readonly<Record<string, number | null>> | undefined;
  /** By product id or part number, in lower case: likewise. */
  readonly products?: Readonly<Record<string, number | null>> | undefined;
}

/** Of each rule, by its id. */
export type StatedRules = Readonly<Record<string, StatedRuleSettings | undefined>>;

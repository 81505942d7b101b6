/** So many calls in any so many seconds. */
interface Rule {
  readonly calls: number;
  readonly seconds: number;
}

/**
 * What the services allow. Reports: 14 calls of CSV reports in ten minutes, per app and tenant (Graph's limits of usage
 * reports). Partner Center: 500 calls a minute per tenant that calls (its guidance on throttling); consents: 50 a second.
 */
const RULES = {
  reports: { calls: 14, seconds: 600 },
  partnerCenter: { calls: 500, seconds: 60 },
  consents: { calls: 50, seconds: 1 },
} as const satisfies Record<string, Rule>;
export type BudgetName = keyof typeof RULES;

export interface Budgets {
  /** Counts a call; or, when the budget of `key` is used up, tells in how many seconds the next one is taken. */
  readonly spend: (name: BudgetName, key: string) => number | undefined;
  /** How many calls were refused so far. */
  readonly refused: () => Readonly<Record<BudgetName, number>>;
}

/** Budgets on a clock. Refused calls use none of them. */
export const createBudgets = (now: () => Date): Budgets => {
  const taken = new Map<string, number[]>();
  const refused: Record<BudgetName, number> = { reports: 0, partnerCenter: 0, consents: 0 };
  return {
    spend: (name, key) => {
      const { calls, seconds } = RULES[name];
      const instant = now().getTime();
      const before = (taken.get(`${name} ${key}`) ?? []).filter((at) => at > instant - seconds * 1_000);
      taken.set(`${name} ${key}`, before);
      const [oldest] = before;
      if (oldest !== undefined && before.length >= calls) {
        refused[name] += 1;
        return Math.max(1, Math.ceil((oldest + seconds * 1_000 - instant) / 1_000));
      }
      before.push(instant);
      return undefined;
    },
    refused: () => ({ ...refused }),
  };
};

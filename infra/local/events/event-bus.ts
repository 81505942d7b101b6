import { errorMessage } from '../log/error-message.ts';
import { matchesPattern } from './event-pattern.ts';
import type { Rule, RuleTarget } from './rules.ts';
import { targetInput } from './target-input.ts';

export interface EventBusOptions {
  readonly rules: readonly Rule[];
  /** Delivers to a queue or function on behalf of a rule. Throws when its policy does not let EventBridge. */
  readonly deliver: (targetArn: string, body: string, ruleArn: string) => Promise<void>;
  readonly log: (line: string) => void;
}

export interface EventBus {
  /** Sends an event to the targets of the rules that match it. */
  readonly publish: (event: unknown) => Promise<void>;
  /** How many events are being delivered. */
  readonly running: () => number;
}

/** The default event bus. What cannot be delivered goes to the target's dead-letter queue, and is told in the log. */
export const createEventBus = ({ rules, deliver, log }: EventBusOptions): EventBus => {
  let running = 0;
  const send = async ({ arn }: Rule, target: RuleTarget, event: unknown): Promise<void> => {
    const body = targetInput(target, event);
    for (const targetArn of [target.Arn, target.DeadLetterConfig?.Arn]) {
      if (targetArn === undefined) return;
      try {
        return await deliver(targetArn, body, arn);
      } catch (error) {
        log(`${arn} could not deliver to ${targetArn}: ${errorMessage(error)}`);
      }
    }
  };
  return {
    publish: async (event) => {
      running += 1;
      try {
        const matching = rules.filter(({ pattern }) => matchesPattern(pattern, event));
        await Promise.all(matching.flatMap((rule) => rule.targets.map((target) => send(rule, target, event))));
      } finally {
        running -= 1;
      }
    },
    running: () => running,
  };
};

import * as z from 'zod';
import { ignored } from '../template/ignored.ts';
import type { Stack } from '../template/stack.ts';
import { checkPattern } from './event-pattern.ts';

const target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string() })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  // A queue of this runtime takes every event at once.
  RetryPolicy: ignored,
});
const properties = z.strictObject({
  Name: z.string().optional(),
  Description: ignored,
  EventBusName: z.literal('default').optional(),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(target).default([]),
});

export type RuleTarget = z.output<typeof target>;

/** A rule of the default event bus. */
export interface Rule {
  readonly arn: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly targets: readonly RuleTarget[];
}

/** The enabled rules of the stack. Throws on a pattern that the runtime cannot match. */
export const readRules = (stack: Stack): readonly Rule[] =>
  stack
    .ofType('AWS::Events::Rule', properties)
    .filter(({ properties: { State } }) => State === 'ENABLED')
    .map(({ attribute, properties: { EventPattern, Targets } }) => {
      checkPattern(EventPattern);
      return { arn: attribute('Arn'), pattern: EventPattern, targets: Targets };
    });

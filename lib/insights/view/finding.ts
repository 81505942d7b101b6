import * as z from 'zod';
import { RULES } from './rules/rules.ts';

type Schema = z.core.$ZodTypeDiscriminable;
type Rule = (typeof RULES)[number];

/** The schema of what any rule of a list finds; the id says which rule it is of. */
export const findingOfAny = <Finding extends Schema>([first, ...others]: readonly [
  { readonly finding: Finding },
  ...{ readonly finding: Finding }[],
]) => z.discriminatedUnion('id', [first.finding, ...others.map((rule) => rule.finding)]);

/** The schema of what any rule of a list finds, put into words. */
export const recommendationOfAny = <Recommendation extends Schema>([first, ...others]: readonly [
  { readonly recommendation: Recommendation },
  ...{ readonly recommendation: Recommendation }[],
]) => z.discriminatedUnion('id', [first.recommendation, ...others.map((rule) => rule.recommendation)]);

/** A rule that fired at a customer, with the counts it fired on and without words. */
export const finding = findingOfAny<Rule['finding']>(RULES);
export type Finding = z.infer<typeof finding>;
export type FindingOf<Id extends Finding['id']> = Extract<Finding, { id: Id }>;

/** A finding put into words. */
export const recommendation = recommendationOfAny<Rule['recommendation']>(RULES).meta({ id: 'Recommendation' });
export type Recommendation = z.infer<typeof recommendation>;

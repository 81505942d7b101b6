import * as z from 'zod';
import type { Product } from '../../../catalogue/product.ts';
import type { StatedRuleSettings } from '../figures/rule-settings.ts';
import type { View } from '../figures/view.ts';
import type { AnyFinding } from './finding-schema.ts';

/** The number from which on a rule fires, which the operator may set. */
export interface ThresholdDefinition {
  /** What it is, its unit included, as the settings say it. */
  readonly description: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** Of what one may be set apart. */
  readonly apart: readonly ('workloads' | 'products')[];
  /** Those that are set apart without anybody's doing; `null` where the rule is off. */
  readonly workloads?: Readonly<Record<string, number | null>>;
}

/** What holds of one rule. */
export interface RuleSettings {
  readonly enabled: boolean;
  readonly threshold?: number | undefined;
  readonly workloads?: Readonly<Record<string, number | null>> | undefined;
  readonly products?: Readonly<Record<string, number | null>> | undefined;
}

/** Under which key a product or workload may be set apart. */
const key = z.string().trim().toLowerCase().min(1).max(128);

/** The schemas of what holds of a rule and of what is stated of it; without a threshold it can only be switched off. */
export const ruleSettingsSchemas = (
  threshold: ThresholdDefinition | undefined,
): { readonly inForce: z.ZodType<RuleSettings>; readonly stated: z.ZodType<StatedRuleSettings> } => {
  const inForce = ruleSettingsSchema(threshold);
  return { inForce, stated: inForce.partial() };
};

const ruleSettingsSchema = (threshold: ThresholdDefinition | undefined) => {
  const enabled = z.boolean().meta({ description: 'Whether the rule is on.' });
  if (!threshold) return z.strictObject({ enabled });
  const value = z.number().min(threshold.least).max(threshold.most);
  const apart = z.record(key, value.nullable());
  return z.strictObject({
    enabled,
    threshold: value.meta({ description: threshold.description }),
    ...(threshold.apart.includes('workloads')
      ? { workloads: apart.meta({ description: 'By workload: a threshold of its own, or null: off.' }) }
      : {}),
    ...(threshold.apart.includes('products')
      ? { products: apart.meta({ description: 'By product id or part number: a threshold of its own, or null: off.' }) }
      : {}),
  });
};

/** What holds of a rule with this threshold when an operator stated this much; what is left out has its default. */
export const ruleSettingsInForce = (
  threshold: ThresholdDefinition | undefined,
  { enabled = true, ...stated }: StatedRuleSettings = {},
): RuleSettings => {
  if (!threshold) return { enabled };
  const { apart } = threshold;
  return {
    enabled,
    threshold: stated.threshold ?? threshold.value,
    ...(apart.includes('workloads') ? { workloads: { ...threshold.workloads, ...stated.workloads } } : {}),
    ...(apart.includes('products') ? { products: stated.products ?? {} } : {}),
  };
};

/** The thresholds of one rule at one customer. */
export interface Thresholds {
  readonly ofWorkload: (workload: string) => number;
  readonly ofProduct: (sku: string) => number;
  /** The one that holds where none is set apart. */
  readonly value: number;
  /** Whether the rule is off for what a finding is about. */
  readonly isOff: (subject: AnyFinding['subject']) => boolean;
}

/** The thresholds that hold in a view. */
export const thresholdsIn = (
  { threshold: value = 0, workloads = {}, products = {} }: RuleSettings,
  { catalogue }: Pick<View, 'catalogue'>,
): Thresholds => {
  const apartOf = (map: Readonly<Record<string, number | null>>, ...keys: readonly (string | undefined)[]) => {
    const found = keys.find((one) => one !== undefined && Object.hasOwn(map, one));
    return found === undefined ? value : (map[found] ?? null);
  };
  const workload = (id: string) => apartOf(workloads, id);
  const product = (sku: string) => {
    const known: Product | undefined = catalogue.products.get(sku);
    return apartOf(products, sku, known?.partNumber.toLowerCase());
  };
  return {
    value,
    ofWorkload: (id) => workload(id) ?? value,
    ofProduct: (sku) => product(sku) ?? value,
    isOff: (subject) => {
      if (subject.kind === 'customer') return false;
      return (subject.kind === 'workload' ? workload(subject.workload) : product(subject.sku)) === null;
    },
  };
};

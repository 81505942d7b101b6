import * as z from 'zod';
import { FRESHNESS_LIMIT_DAYS } from '../insights/count/freshness.ts';
import { RECOMMENDATION_IDS } from '../insights/view/recommendation-ids.ts';
import { LIMITS, type LimitName } from '../jobs/limits.ts';
import { noRecommendation, ruleSettings, rulesInForce, statedRules, storedRules } from './rule-settings.ts';

/** Most links of one recommendation: more than a reader would follow. */
export const MOST_LINKS = 5;

const limitDays = z.int().min(1).max(365);
const limits = z.object({
  activity: limitDays,
  subscriptions: limitDays,
  seatTotals: limitDays,
  assignments: limitDays,
  supportCases: limitDays,
});

const LIMIT_NAMES = Object.keys(LIMITS) as LimitName[]; // the keys of a constant
const perPartner = z.object(
  Object.fromEntries(LIMIT_NAMES.map((name) => [name, z.int().min(0).max(100_000)])) as Record<LimitName, z.ZodInt>, // those keys
);
const LIMITS_BY_DEFAULT = Object.fromEntries(LIMIT_NAMES.map((name) => [name, LIMITS[name].byDefault]));

// Partners follow these links: they lead to the web, carry no password, and are stored in the one form that browsers read.
const link = z
  .object({
    title: z
      .string()
      .trim()
      .min(1)
      .max(120)
      .regex(/^\P{Cc}*$/u, 'a title has no line breaks or other control characters'),
    url: z
      .string()
      .trim()
      .regex(/^https:\/\/[^/?#@]*(?:[/?#]|$)/iu, 'a link begins with https:// and names no user')
      .pipe(z.url({ normalize: true }).max(2000)),
  })
  .meta({ id: 'RecommendationLink' });
const links = z.array(link).max(MOST_LINKS, `a recommendation has at most ${MOST_LINKS} links`);

/** Everything that the operator can set at run time, each with its value. */
export const settings = z
  .object({
    freshnessLimitDays: limits.meta({
      description: 'How many days a source may lag behind before what it says is marked stale.',
    }),
    recommendationLinks: z
      .record(z.enum(RECOMMENDATION_IDS), links)
      .meta({ description: 'What each recommendation points readers to.' }),
    limitsPerPartner: perPartner.meta({
      description:
        'How many recalculations, exports, mails, collections and imports each partner may ask for in an hour or a day (UTC).',
    }),
    recommendationRules: ruleSettings.meta({
      description: 'Which rules are on, from where they fire, and for which workloads and products apart from others.',
    }),
  })
  .meta({ id: 'Settings' });
export type Settings = z.infer<typeof settings>;

/** What an operator sets; what is left out has its default. A misspelt name is refused: it would set nothing. */
export const statedSettings = z
  .strictObject({
    freshnessLimitDays: limits.partial().strict(),
    limitsPerPartner: perPartner.partial().strict(),
    recommendationLinks: z.partialRecord(z.enum(RECOMMENDATION_IDS), links, {
      error: (issue) => ('keys' in issue ? noRecommendation(issue.keys) : undefined),
    }),
    recommendationRules: statedRules,
  })
  .partial()
  .meta({ id: 'StatedSettings' });

/** What was stated, as it is stored. Another version of the product may know more settings, which are not read here. */
export const storedSettings = z
  .object({
    freshnessLimitDays: limits.partial(),
    limitsPerPartner: perPartner.partial(),
    recommendationLinks: z.record(z.string(), links),
    recommendationRules: storedRules,
  })
  .partial();
export type StoredSettings = z.infer<typeof storedSettings>;

/** The settings in force when these were stated: those, and the defaults of all others. */
export const settingsInForce = ({
  freshnessLimitDays,
  limitsPerPartner,
  recommendationLinks,
  recommendationRules,
}: StoredSettings): Settings =>
  settings.parse({
    freshnessLimitDays: { ...FRESHNESS_LIMIT_DAYS, ...freshnessLimitDays },
    limitsPerPartner: { ...LIMITS_BY_DEFAULT, ...limitsPerPartner },
    recommendationLinks: Object.fromEntries(RECOMMENDATION_IDS.map((id) => [id, recommendationLinks?.[id] ?? []])),
    recommendationRules: rulesInForce(recommendationRules),
  });

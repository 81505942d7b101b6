import * as z from 'zod';
import { RULES } from './rules/rules.ts';

/** The ids of the rules of a list, in its order. */
export const idsOf = <Id extends string>(rules: readonly { readonly id: Id }[]): Id[] => rules.map(({ id }) => id);

/** What can be recommended, by the ids that answers, exports and settings name it by. */
export const RECOMMENDATION_IDS = idsOf(RULES);

export const recommendationId = z.enum(RECOMMENDATION_IDS).meta({ id: 'RecommendationId' });
export type RecommendationId = z.infer<typeof recommendationId>;

const link = z.object({ title: z.string(), url: z.string() });

/** Where more can be read, by recommendation, as the operator set it. */
export const recommendationLinks = z.partialRecord(recommendationId, z.array(link));
export type RecommendationLinks = z.infer<typeof recommendationLinks>;

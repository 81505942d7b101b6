import * as z from 'zod';
import { recommendationId } from './recommendation-ids.ts';

const link = z.object({ title: z.string(), url: z.string() });

/** Where more can be read, by recommendation, as the operator set it. */
export const recommendationLinks = z.partialRecord(recommendationId, z.array(link));
export type RecommendationLinks = z.infer<typeof recommendationLinks>;

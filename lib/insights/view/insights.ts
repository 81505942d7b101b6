import * as z from 'zod';
import { seenFigures } from './figures/seen-figures.ts';
import { finding, recommendation } from './finding.ts';

/** What one caller sees of one customer on one day, before recommendations are put into words. */
export const customerFigures = seenFigures.extend({ findings: z.array(finding) });
export type CustomerFigures = z.infer<typeof customerFigures>;

/** What one caller sees of one customer on one day. */
export const customerInsights = seenFigures
  .extend({ recommendations: z.array(recommendation).meta({ description: 'What is most at stake comes first.' }) })
  .meta({ id: 'CustomerInsights' });
export type CustomerInsights = z.infer<typeof customerInsights>;

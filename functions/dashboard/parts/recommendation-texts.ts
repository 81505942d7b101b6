import { workloadName } from '../../../lib/catalogue/workload-names.ts';
import type { RecommendationId } from '../../../lib/insights/view/recommendation-ids.ts';

/** What recommendations are called in lists. */
export const RECOMMENDATION_NAMES: Readonly<Record<RecommendationId, string>> = {
  'low-usage': 'Low usage',
  'low-deployment': 'Seats not handed out',
  'support-load': 'Many how-to questions',
  'falling-usage': 'Usage is falling',
  'renewal-at-risk': 'Renewal at risk',
  'ready-to-grow': 'Ready to grow',
  'idle-seats': 'Idle seats',
};

/** What a listed recommendation is about, in words; the workload's name where it is a workload's id. */
export const aboutText = (about: string | undefined): string => (about === undefined ? '' : workloadName(about));

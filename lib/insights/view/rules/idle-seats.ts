import { percentOf } from '../../count/percent.ts';
import { THRESHOLDS } from '../../count/thresholds.ts';
import { count, percent, productSubject } from './finding-schema.ts';
import { activityIsFresh } from './fresh-sources.ts';
import { judgedSamples } from './judged-figures.ts';
import { counted, percentText } from './numbers-in-words.ts';
import { defineRule } from './rule.ts';

/** Seats of a product are held for over 30 days by people who are not active. */
export const idleSeats = defineRule({
  id: 'idle-seats',
  name: 'Idle seats',
  subject: productSubject,
  evidence: { idle: count, assigned: count, idlePercent: percent },
  evidenceNames: { idle: 'Idle seats', assigned: 'Assigned', idlePercent: 'Idle' },
  fires: (figures, _snapshot, view) => {
    const products = judgedSamples(figures).filter((product) => activityIsFresh(product, figures, view));
    return products.flatMap(({ sku, name, idle, assigned }) => {
      if (idle === null || assigned === null || idle === 0) return [];
      return [
        {
          id: 'idle-seats',
          severity: 100 * idle >= THRESHOLDS.manyIdlePercent * assigned ? 'medium' : 'low',
          subject: { kind: 'product', sku, name },
          atStake: idle,
          evidence: { idle, assigned, idlePercent: percentOf(idle, assigned) ?? 0 },
        },
      ];
    });
  },
  words: {
    problem: ({ subject, evidence: { idle, assigned, idlePercent } }) =>
      `${counted(idle, 'person who has', 'people who have')} held ${subject.name} for over 30 days did not use it in the last 28: ${percentText(idlePercent)} of the ${counted(assigned, 'seat', 'seats')} assigned.`,
    consider: 'Have these people left, are they away, or did nobody ever show them what it is for?',
    try: [
      'Go through the list with the customer: take back the seats of people who left or do not need them.',
      'Give the seats to people who wait for one before new ones are bought.',
      'Invite the others to a short introduction with an example from their own work.',
    ],
  },
});

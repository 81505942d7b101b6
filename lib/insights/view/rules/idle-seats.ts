import { percentOf } from '../../count/percent.ts';
import { THRESHOLDS } from '../../count/thresholds.ts';
import { count, percent, productSubject } from './finding-schema.ts';
import { activityIsFresh } from './fresh-sources.ts';
import { judgedSamples } from './judged-figures.ts';
import { counted, listed, number, percentText } from './numbers-in-words.ts';
import { defineRule } from './rule.ts';

/** Seats of a product are held for over 30 days by people who are not active. */
export const idleSeats = defineRule({
  id: 'idle-seats',
  name: 'Idle seats',
  stake: 'The idle seats themselves.',
  subject: productSubject,
  evidence: { idle: count, assigned: count, idlePercent: percent },
  evidenceNames: { idle: 'Idle seats', assigned: 'Assigned', idlePercent: 'Idle' },
  threshold: {
    description: 'Idle seats in percent of the assigned ones from which it fires.',
    value: 0,
    least: 0,
    most: 100,
    apart: ['products'],
  },
  fires: (figures, _snapshot, view, thresholds) => {
    const products = judgedSamples(figures).filter((product) => activityIsFresh(product, figures, view));
    return products.flatMap(({ sku, name, idle, assigned }) => {
      if (idle === null || assigned === null || idle === 0) return [];
      if (100 * idle < thresholds.ofProduct(sku) * assigned) return [];
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
    together: (findings) => {
      const idle = findings.reduce((sum, { evidence }) => sum + evidence.idle, 0);
      return `${counted(idle, 'seat', 'seats')} of ${number(findings.length)} products ${idle === 1 ? 'has' : 'have'} been held for over 30 days and not been used in the last 28: ${listed(findings.map(({ subject, evidence }) => `${subject.name} ${number(evidence.idle)} of ${number(evidence.assigned)} (${percentText(evidence.idlePercent)})`))}.`;
    },
    consider: 'Have these people left, are they away, or did nobody ever show them what it is for?',
    try: [
      'Go through the list with the customer: take back the seats of people who left or do not need them.',
      'Give the seats to people who wait for one before new ones are bought.',
      'Invite the others to a short introduction with an example from their own work.',
    ],
  },
});

import { percentOf } from '../../count/percent.ts';
import { THRESHOLDS } from '../../count/thresholds.ts';
import { count, percent, productSubject } from './finding-schema.ts';
import { judgedSamples } from './judged-figures.ts';
import { counted, number, percentText } from './numbers-in-words.ts';
import { defineRule } from './rule.ts';

/** Fewer than 85 % of a product's sold seats are assigned. */
export const lowDeployment = defineRule({
  id: 'low-deployment',
  name: 'Seats not handed out',
  subject: productSubject,
  evidence: {
    assigned: count,
    sold: count,
    unassigned: count,
    neverAssigned: count.nullable(),
    deploymentPercent: percent,
    thresholdPercent: percent,
  },
  evidenceNames: {
    assigned: 'Assigned',
    sold: 'Seats sold',
    unassigned: 'Unassigned',
    neverAssigned: 'Never assigned',
    deploymentPercent: 'Deployment',
    thresholdPercent: 'Threshold',
  },
  fires: (figures) =>
    judgedSamples(figures).flatMap(({ sku, name, sold, assigned, unassigned, neverAssigned }) => {
      const threshold = THRESHOLDS.lowDeploymentPercent;
      if (sold === null || assigned === null || unassigned === null || 100 * assigned >= threshold * sold) return [];
      return [
        {
          id: 'low-deployment',
          severity: 200 * assigned < threshold * sold ? 'high' : 'medium',
          subject: { kind: 'product', sku, name },
          atStake: Math.ceil((threshold * sold - 100 * assigned) / 100),
          evidence: {
            assigned,
            sold,
            unassigned,
            neverAssigned,
            deploymentPercent: percentOf(assigned, sold) ?? 0,
            thresholdPercent: threshold,
          },
        },
      ];
    }),
  words: {
    problem: ({ subject, evidence: { assigned, sold, unassigned, deploymentPercent, neverAssigned } }) =>
      `${number(assigned)} of ${counted(sold, 'seat', 'seats')} of ${subject.name} ${assigned === 1 ? 'is' : 'are'} assigned: ${percentText(deploymentPercent)}. ${counted(unassigned, 'seat is', 'seats are')} paid for and held by nobody${neverAssigned ? `, ${number(neverAssigned)} of them ever since the figures began` : ''}.`,
    consider:
      'Is a rollout under way, has it stopped half-way, or were seats bought ahead for people who have not come yet?',
    try: [
      'Agree on a date by which the remaining seats are handed out, and on who does it; assign by group where you can.',
      'Help with the first steps: an admin training, a plan of the rollout, a message that introduces the product to its users.',
      'If the seats will not be needed, say so before the next renewal; trust is worth more than idle seats.',
    ],
  },
});

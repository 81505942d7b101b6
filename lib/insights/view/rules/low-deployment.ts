import { percentOf } from '../../count/percent.ts';
import { THRESHOLDS } from '../../count/thresholds.ts';
import { reachesBack } from '../figures/peak-history.ts';
import { count, percent, productSubject } from './finding-schema.ts';
import { judgedSamples } from './judged-figures.ts';
import { counted, listed, number, percentText } from './numbers-in-words.ts';
import { defineRule } from './rule.ts';

/** Fewer than 85 % of a product's sold seats are assigned. */
export const lowDeployment = defineRule({
  id: 'low-deployment',
  name: 'Seats not handed out',
  stake: 'How many more seats would have to be handed out for deployment to reach the threshold.',
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
  threshold: {
    description: 'Deployment in percent of the sold seats below which it fires.',
    value: THRESHOLDS.lowDeploymentPercent,
    least: 0,
    most: 100,
    apart: ['products'],
  },
  fires: (figures, _snapshot, _view, thresholds) =>
    judgedSamples(figures).flatMap((product) => {
      const { sku, name, sold, assigned, unassigned } = product;
      const neverAssigned = reachesBack(product, figures.asOf) ? product.neverAssigned : null;
      const threshold = thresholds.ofProduct(sku);
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
      `${number(assigned)} of ${counted(sold, 'seat', 'seats')} of ${subject.name} ${assigned === 1 ? 'is' : 'are'} assigned: ${percentText(deploymentPercent)}. ${counted(unassigned, 'seat is', 'seats are')} paid for and held by nobody${neverAssigned ? `, ${number(neverAssigned)} of them were never assigned` : ''}.`,
    together: (findings) => {
      const unassigned = findings.reduce((sum, { evidence }) => sum + evidence.unassigned, 0);
      return `${counted(unassigned, 'seat', 'seats')} of ${number(findings.length)} products ${unassigned === 1 ? 'is' : 'are'} paid for and held by nobody: ${listed(findings.map(({ subject, evidence }) => `${subject.name} ${number(evidence.assigned)} of ${number(evidence.sold)} assigned (${percentText(evidence.deploymentPercent)})`))}.`;
    },
    consider:
      'Is a rollout under way, has it stopped half-way, or were seats bought ahead for people who have not come yet?',
    try: [
      'Agree on a date by which the remaining seats are handed out, and on who does it; assign by group where you can.',
      'Help with the first steps: an admin training, a plan of the rollout, a message that introduces the product to its users.',
      'If the seats will not be needed, say so before the next renewal; trust is worth more than idle seats.',
    ],
  },
});

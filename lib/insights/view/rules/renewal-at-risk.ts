import { dayText } from '../../../time/day.ts';
import { percentOf } from '../../count/percent.ts';
import { daysUntilRenewal } from '../../count/renewals.ts';
import { THRESHOLDS } from '../../count/thresholds.ts';
import { count, percent, subscriptionSubject } from './finding-schema.ts';
import { activityIsFresh } from './fresh-sources.ts';
import { judgedProducts } from './judged-figures.ts';
import { counted, listed, percentText } from './numbers-in-words.ts';
import { ownRenewals } from './own-renewals.ts';
import { defineRule, PRECEDENCE } from './rule.ts';

/** A subscription renews within 90 days, and fewer than 40 % of the product's seats are used. */
export const renewalAtRisk = defineRule({
  id: 'renewal-at-risk',
  name: 'Renewal at risk',
  stake: 'How many of the seats to renew are missing to the threshold of usage.',
  subject: subscriptionSubject,
  evidence: {
    renewsOn: dayText,
    days: count,
    quantity: count,
    activeEntitlements: count,
    sold: count,
    usagePercent: percent,
    thresholdPercent: percent,
  },
  evidenceNames: {
    renewsOn: 'Renews on',
    days: 'Days until then',
    quantity: 'Seats to renew',
    activeEntitlements: 'Seats used',
    sold: 'Seats sold',
    usagePercent: 'Usage',
    thresholdPercent: 'Threshold',
  },
  threshold: {
    description: 'Usage in percent of the sold seats below which a renewal is in danger.',
    value: THRESHOLDS.renewalUsagePercent,
    least: 0,
    most: 100,
    apart: ['products'],
  },
  precedence: ({ evidence: { days } }) =>
    days <= THRESHOLDS.renewalUrgentDays ? PRECEDENCE.dueSoon : PRECEDENCE.byStake,
  fires: (figures, snapshot, view, thresholds) => {
    const renewals = Map.groupBy(ownRenewals(snapshot, view), ({ sku }) => sku);
    const products = judgedProducts(figures).filter((product) => activityIsFresh(product, figures, view));
    return products.flatMap(({ sku, name, activeEntitlements, sold }) => {
      const threshold = thresholds.ofProduct(sku);
      if (activeEntitlements === null || !sold || 100 * activeEntitlements >= threshold * sold) return [];
      return (renewals.get(sku) ?? []).map(({ id, quantity, renewsOn }) => {
        const days = daysUntilRenewal(renewsOn, figures.processedAt);
        return {
          id: 'renewal-at-risk',
          severity: days <= THRESHOLDS.renewalUrgentDays ? 'high' : 'medium',
          subject: { kind: 'subscription', subscriptionId: id, sku, name },
          atStake: Math.ceil((quantity * (threshold * sold - 100 * activeEntitlements)) / (100 * sold)),
          evidence: {
            renewsOn,
            days,
            quantity,
            activeEntitlements,
            sold,
            usagePercent: percentOf(activeEntitlements, sold) ?? 0,
            thresholdPercent: threshold,
          },
        };
      });
    });
  },
  words: {
    problem: ({ subject, evidence: { renewsOn, days, quantity, usagePercent } }) =>
      `${counted(quantity, 'seat', 'seats')} of ${subject.name} ${quantity === 1 ? 'renews' : 'renew'} on ${renewsOn}${days === 0 ? '' : `, in ${counted(days, 'day', 'days')}`}, and ${percentText(usagePercent)} of the sold seats are used.`,
    together: (findings) =>
      `${counted(findings.length, 'subscription', 'subscriptions')} of little used products renew soon: ${listed(findings.map(({ subject, evidence }) => `${counted(evidence.quantity, 'seat', 'seats')} of ${subject.name} on ${evidence.renewsOn} (${percentText(evidence.usagePercent)} used)`))}.`,
    consider: 'Will the customer renew seats that few people use, and would fewer seats or another product fit better?',
    try: [
      'Bring these figures to the customer before the notice period ends, with a proposal of your own.',
      'Combine the renewal with an offer to raise usage: stories from similar companies, short trainings, a review after two months.',
      'Propose the number of seats that the people who work with it need, and a way to add more.',
    ],
  },
});

import { dayText } from '../../../time/day.ts';
import type { Snapshot } from '../../count/snapshot.ts';
import type { ProductInsights, SeenFigures } from '../figures/seen-figures.ts';
import { count, productSubject } from './finding-schema.ts';
import { isHeard } from './fresh-sources.ts';
import { judgedProducts } from './judged-figures.ts';
import { counted, listed } from './numbers-in-words.ts';
import { defineRule, PRECEDENCE } from './rule.ts';

/** Whether a workload of fresh activity tells that so many people work on a product's seats in grace. */
const isTold = ({ sku, family, onGrace }: ProductInsights, figures: SeenFigures, { workloads }: Snapshot): boolean =>
  workloads.some(
    (row) =>
      row.family === family &&
      row.onGrace?.[sku] === onGrace &&
      figures.usage.workloads.some(
        (seen) => seen.family === family && seen.workload === row.workload && !seen.stale && isHeard(seen, figures),
      ),
  );

const untilText = (graceEndsOn: string | null): string =>
  graceEndsOn === null ? 'before grace ends, on a date that no source tells' : `by ${graceEndsOn}, when grace ends`;

/**
 * People who find no sold seat work on seats of a subscription that has expired: it has to be renewed before they lose
 * their access (design 6, ruling 12). Fewer than 10 seats fire as well, as renewals do.
 */
export const lapsedInUse = defineRule({
  id: 'lapsed-in-use',
  name: 'Lapsed seats in use',
  stake: 'How many people lose their access when grace ends.',
  subject: productSubject,
  evidence: { people: count, grace: count, sold: count, graceEndsOn: dayText.nullable() },
  evidenceNames: {
    people: 'People on seats in grace',
    grace: 'Seats in grace',
    sold: 'Seats sold',
    graceEndsOn: 'Grace ends on',
  },
  threshold: {
    description: 'People on seats in grace from whom on it fires.',
    value: 1,
    least: 1,
    most: 1_000_000,
    apart: ['products'],
  },
  precedence: () => PRECEDENCE.lapsed,
  fires: (figures, snapshot, _view, thresholds) =>
    judgedProducts(figures).flatMap((product) => {
      const { sku, name, sold, grace, graceEndsOn, onGrace: people } = product;
      if (!people || grace === null || sold === null || people < thresholds.ofProduct(sku)) return [];
      if (!isTold(product, figures, snapshot)) return [];
      return [
        {
          id: 'lapsed-in-use',
          severity: 'high',
          subject: { kind: 'product', sku, name },
          atStake: people,
          evidence: { people, grace, sold, graceEndsOn },
        },
      ];
    }),
  words: {
    problem: ({ subject, evidence: { people, grace, graceEndsOn } }) =>
      `${counted(people, 'person works', 'people work')} on seats of ${subject.name} in grace (${counted(grace, 'seat has', 'seats have')} lapsed): renew ${people === 1 ? 'it' : 'them'} ${untilText(graceEndsOn)}.`,
    together: (findings) =>
      `People work on lapsed seats of ${counted(findings.length, 'product', 'products')}; renew ${listed(findings.map(({ subject, evidence }) => `${counted(evidence.people, 'seat', 'seats')} of ${subject.name} ${untilText(evidence.graceEndsOn)}`))}.`,
    consider: 'Was the renewal forgotten, is it held up by a payment, or do these people move to another product?',
    try: [
      'Call today: whoever works on a lapsed seat loses access, and often data, when grace ends.',
      'Renew as many seats as are in use; the others need no decision.',
      'If another product takes its place, move the people there before the last day of grace.',
    ],
  },
});

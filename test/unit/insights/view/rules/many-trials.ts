import { count, productSubject } from '../../../../../lib/insights/view/rules/finding-schema.ts';
import { judgedProducts } from '../../../../../lib/insights/view/rules/judged-figures.ts';
import { counted } from '../../../../../lib/insights/view/rules/numbers-in-words.ts';
import { defineRule } from '../../../../../lib/insights/view/rules/rule.ts';

/** A made-up rule, as the file of a real one would be: a customer tries out more seats of a product than it bought. */
export const manyTrials = defineRule({
  id: 'many-trials',
  name: 'Many trial seats',
  stake: 'The seats on trial beyond those sold.',
  subject: productSubject,
  evidence: { sold: count, trial: count },
  evidenceNames: { sold: 'Seats sold', trial: 'Trial seats' },
  fires: (figures) =>
    judgedProducts(figures).flatMap(({ sku, name, sold, trial }) => {
      if (sold === null || trial === null || trial <= sold) return [];
      return [
        {
          id: 'many-trials',
          severity: 'low',
          subject: { kind: 'product', sku, name },
          atStake: trial - sold,
          evidence: { sold, trial },
        },
      ];
    }),
  words: {
    problem: ({ subject, evidence: { sold, trial } }) =>
      `${counted(trial, 'seat', 'seats')} of ${subject.name} on trial, and ${sold} sold.`,
    consider: 'What do people try it out for?',
    try: ['Ask before the trial ends.'],
  },
});

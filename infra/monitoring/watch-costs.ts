import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Foundation } from '../foundation.ts';
import type { Stage } from '../stages.ts';

/** What every resource of a stack is tagged with, by which bills can be told apart. */
export const tagsOf = ({ name }: Stage) => ({ app: 'seatpulse', stage: name, stack: `seatpulse-${name}` });

/**
 * Tells `alarmEmail` when the stack has cost four fifths of its budget of the month, or is expected to cost more than all.
 * Costs are told by the tags, which must be activated once as cost allocation tags, in the console of the paying account.
 * Throws when there is a budget and nobody to be told.
 */
export const watchCosts = ({ scope, stage }: Foundation): void => {
  const { alarmEmail, monthlyBudgetUsd, name } = stage;
  if (monthlyBudgetUsd === undefined) return;
  if (alarmEmail === undefined)
    throw new Error(`The stage ${name} has a monthlyBudgetUsd, and no alarmEmail that would be told of it.`);
  const tell = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
    subscribers: [{ subscriptionType: 'EMAIL', address: alarmEmail }],
  });
  new CfnBudget(scope, 'Budget', {
    budget: {
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: monthlyBudgetUsd, unit: 'USD' },
      // One filter counts what has any of its tags: both stages have the same `app`.
      costFilters: { TagKeyValue: [`user:stack$${tagsOf(stage).stack}`] },
    },
    notificationsWithSubscribers: [tell('ACTUAL', 80), tell('FORECASTED', 100)],
  });
};

import { GetScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { error, type Finding, ok } from '../findings.ts';

/** Whether the schedules of the stack, by their names, fire. */
export const checkSchedules = (client: SchedulerClient, names: readonly string[]): Promise<Finding[]> =>
  Promise.all(
    names.map(async (name) => {
      const { State: state, ScheduleExpression: when } = await client.send(new GetScheduleCommand({ Name: name }));
      return state === 'ENABLED'
        ? ok(`Every customer is recalculated at ${when} (UTC)`)
        : error('The daily recalculation is switched off', 'Enable the schedule in the EventBridge Scheduler console.');
    }),
  );

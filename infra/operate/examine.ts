import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { openTable } from '../../lib/storage/table.ts';
import type { Stage } from '../stages.ts';
import { checkAlarmMail } from './checks/alarm-mail.ts';
import { checkAnswers } from './checks/answers.ts';
import { checkBootstrap } from './checks/bootstrap.ts';
import { checkConcurrency } from './checks/concurrency.ts';
import { checkDomain } from './checks/domain.ts';
import { checkMachine } from './checks/machine.ts';
import { checkMail } from './checks/mail.ts';
import { checkOperator } from './checks/operator.ts';
import { checkSchedules } from './checks/schedule.ts';
import { checkSettings } from './checks/settings.ts';
import { checkStack } from './checks/stack.ts';
import { checkUserNames } from './checks/user-names.ts';
import type { Clients } from './clients.ts';
import { type DeployedStack, hasRun, physicalIdOf, physicalIdsOf, readStack, stackNameOf } from './deployed-stack.ts';
import { type Finding, look, ok } from './findings.ts';

/** Where a stage is, or will be. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** Who asks, as an ARN. */
  readonly caller: string;
}

/** The account and region that the environment's credentials lead to. Throws when there are none. */
export const findPlace = async ({ sts }: Clients): Promise<Place> => {
  const region = await sts.config.region();
  const { Account: account = '', Arn: caller = '' } = await sts.send(new GetCallerIdentityCommand({}));
  return { account, region, caller };
};

/** What can be said before a stage is deployed. `stack` is the one that stands already, if any. */
export const examineBefore = async (
  clients: Clients,
  stage: Stage,
  place: Place,
  stack: DeployedStack | undefined,
): Promise<Finding[]> => {
  const found = await Promise.all([
    look('This machine', () => checkMachine(process.versions.node)),
    look('The settings', () => checkSettings(stage)),
    look('The account', () => [ok(`Account ${place.account}, region ${place.region}, as ${place.caller}`)]),
    look('The bootstrap of CDK', () => checkBootstrap(clients.cloudFormation)),
    look('The quota of Lambda', () => checkConcurrency(clients.lambda, stage)),
    look('SES', () => checkMail(clients.ses, stage, hasRun(stack))),
    look('The certificate', () => checkDomain(clients.certificates, stage, place.region)),
    look('The names of users', async () =>
      hasRun(stack)
        ? checkUserNames(openTable(await physicalIdOf(clients.cloudFormation, stack, 'LicensingTable')), stage)
        : [],
    ),
  ]);
  return found.flat();
};

/** What can be said of a stage that is deployed. */
export const examineAfter = async (clients: Clients, stage: Stage, stack: DeployedStack): Promise<Finding[]> => {
  const { cloudFormation, scheduler, sns, users } = clients;
  const found = await Promise.all([
    look('The stack', () => checkStack(stack, stage)),
    look('The address', () => checkAnswers(stack, stage)),
    look('The schedule', async () =>
      checkSchedules(scheduler, await physicalIdsOf(cloudFormation, stack, 'AWS::Scheduler::Schedule')),
    ),
    look('The mail for alarms', async () =>
      checkAlarmMail(sns, stage, await physicalIdsOf(cloudFormation, stack, 'AWS::SNS::Topic')),
    ),
    look('The access records', async () =>
      checkOperator(
        users,
        openTable(await physicalIdOf(cloudFormation, stack, 'LicensingTable')),
        stage,
        stack.outputs,
      ),
    ),
  ]);
  return found.flat();
};

/** The stack of the stage, whether or not it has ever run. */
export const findStack = ({ cloudFormation }: Clients, stage: Stage): Promise<DeployedStack | undefined> =>
  readStack(cloudFormation, stackNameOf(stage));

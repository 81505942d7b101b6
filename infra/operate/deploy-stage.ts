import { UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import type { Stage } from '../stages.ts';
import type { Clients } from './clients.ts';
import { type DeployedStack, hasRun, stackNameOf } from './deployed-stack.ts';
import { examineAfter, examineBefore, findPlace, findStack, type Place } from './examine.ts';
import { hasErrors, sayFindings } from './findings.ts';
import type { Say } from './run-command.ts';

export interface Deployment {
  readonly stage: Stage;
  readonly clients: Clients;
  /** Runs `cdk deploy` with these options besides the stage's own. Throws when it fails. */
  readonly cdkDeploy: (options: readonly string[]) => Promise<void>;
  /** Keeps where the stage is for programs. Returns the file's name. */
  readonly keep: (place: Place, stack: DeployedStack) => Promise<string>;
  readonly say: Say;
}

/**
 * Deploys a stage and says what is left to do. What is created for the first time refuses deletion only once it stands: a
 * creation that fails takes back all that it made, and can be tried again. Throws when something stands in the way.
 */
export const deployStage = async ({ stage, clients, cdkDeploy, keep, say }: Deployment): Promise<void> => {
  const place = await findPlace(clients);
  const before = await findStack(clients, stage);
  const findings = await examineBefore(clients, stage, place, before);
  sayFindings(findings, say);
  if (hasErrors(findings)) throw new Error('Nothing was deployed: put right first what is an error above.');

  const refusesDeletion = before?.refusesDeletion ?? false;
  const stands = hasRun(before);
  if (!stands && refusesDeletion) await letBeDeleted(clients, stackNameOf(stage));
  if (!stands) await create(cdkDeploy, say);
  if (stands || stage.deletionProtection) await cdkDeploy([]);

  const stack = await findStack(clients, stage);
  if (!hasRun(stack)) throw new Error('CDK ended well, and yet the stack does not stand. Look into CloudFormation.');
  const file = await keep(place, stack);
  say(`\nThe pages are at ${stack.outputs.ApiUrl}/; all outputs are in ${file}.`);
  say(
    `To let a partner's person in: npm run invite -- --partner P --create-partner "Name" --email E -c stage=${stage.name}`,
  );
  // The identity in SES stands by now, too: it is looked at again.
  const left = [...(await examineBefore(clients, stage, place, stack)), ...(await examineAfter(clients, stage, stack))];
  const open = left.filter(({ level }) => level !== 'ok');
  if (open.length === 0) return say('Nothing is left to do.');
  say('What is left to do (npm run doctor tells again):');
  sayFindings(open, say);
};

const create = async (cdkDeploy: Deployment['cdkDeploy'], say: Say): Promise<void> => {
  try {
    await cdkDeploy(['-c', 'deletionProtection=off']);
  } catch (cause) {
    throw new Error(
      'The stack could not be created, and what was made of it is taken back. Put right what stands above, and run the same command again.',
      { cause },
    );
  }
  say('The stack stands.');
};

/** A stack whose creation failed cannot be created again before it is deleted, which CDK does by itself where it may. */
const letBeDeleted = async ({ cloudFormation }: Clients, name: string): Promise<void> => {
  await cloudFormation.send(
    new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection: false }),
  );
};

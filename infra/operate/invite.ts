import { userInfo } from 'node:os';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { openTable } from '../../lib/storage/table.ts';
import { physicalIdOf, readDeployedStack } from './deployed-stack.ts';
import { readInviteOptions } from './invite-options.ts';
import { doAsAsked } from './people.ts';
import { runCommand, say } from './run-command.ts';
import { stageOfOptions } from './stage-options.ts';

/** `npm run invite`: says who may use a deployed stage, and makes its users. */
await runCommand(async () => {
  const { stage: options, request } = readInviteOptions(process.argv.slice(2));
  const stage = await stageOfOptions(options);
  const cloudFormation = new CloudFormationClient({});
  const stack = await readDeployedStack(cloudFormation, stage);
  const { UserPoolId: poolId } = stack.outputs;
  const directory = {
    licensing: openTable(await physicalIdOf(cloudFormation, stack, 'LicensingTable')),
    trail: {
      jobs: openTable(await physicalIdOf(cloudFormation, stack, 'JobsTable')),
      subject: `npm run invite (${userInfo().username})`,
      at: new Date(),
    },
    ...(poolId === undefined ? {} : { pool: { client: new CognitoIdentityProviderClient({}), id: poolId } }),
    outputs: stack.outputs,
    firstOperator: stage.firstOperator,
    say,
  };
  await doAsAsked(directory, request);
});

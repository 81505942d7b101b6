import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { hasRun, readStack } from '../deployed-stack.ts';
import { error, type Finding, ok } from '../findings.ts';

/** The stack that `cdk bootstrap` makes. */
const TOOLKIT = 'CDKToolkit';

/** Whether CDK has what it deploys by in this account and region. */
export const checkBootstrap = async (client: CloudFormationClient): Promise<Finding[]> => {
  const stack = await readStack(client, TOOLKIT);
  return hasRun(stack)
    ? [ok(`CDK is bootstrapped (version ${stack.outputs.BootstrapVersion ?? 'unknown'})`)]
    : [error('CDK is not bootstrapped in this account and region', 'Once: npm run bootstrap')];
};

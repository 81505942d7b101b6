import type { Stage } from '../../stages.ts';
import type { DeployedStack } from '../deployed-stack.ts';
import { error, type Finding, ok, warning } from '../findings.ts';

/** Whether the stack stands, and refuses to be deleted if it is to. */
export const checkStack = (stack: DeployedStack, { deletionProtection, name }: Stage): Finding[] => {
  const again = `npm run deploy -- -c stage=${name}`;
  const found: Finding[] = [];
  if (stack.status.endsWith('_FAILED'))
    found.push(error(`${stack.name} is ${stack.status}`, 'See its events in the CloudFormation console.'));
  else if (stack.status.endsWith('_IN_PROGRESS'))
    found.push(warning(`${stack.name} is ${stack.status}`, 'Wait until it has ended.'));
  else if (stack.status.includes('ROLLBACK'))
    found.push(
      warning(`${stack.name} is as before its last deployment, which failed`, `See its events, then ${again}`),
    );
  else found.push(ok(`${stack.name} is deployed: ${stack.outputs.ApiUrl}/`));
  if (deletionProtection && !stack.refusesDeletion) found.push(error(`${stack.name} can be deleted by mistake`, again));
  return found;
};

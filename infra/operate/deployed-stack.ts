import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  paginateListStackResources,
  type Stack,
} from '@aws-sdk/client-cloudformation';

/** A stack as CloudFormation knows it. */
export interface DeployedStack {
  readonly name: string;
  /** Such as `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly refusesDeletion: boolean;
  /** What `new CfnOutput` told, by its name. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The CloudFormation stack of a stage. */
export const stackNameOf = ({ name }: { readonly name: string }): string => `Seatpulse-${name}`;

/** The stack of that name; `undefined` when there is none. */
export const readStack = async (client: CloudFormationClient, name: string): Promise<DeployedStack | undefined> => {
  const stack = await describe(client, name);
  return (
    stack && {
      name,
      status: stack.StackStatus ?? 'unknown',
      refusesDeletion: stack.EnableTerminationProtection ?? false,
      outputs: Object.fromEntries((stack.Outputs ?? []).map((one) => [one.OutputKey ?? '', one.OutputValue ?? ''])),
    }
  );
};

const describe = async (client: CloudFormationClient, name: string): Promise<Stack | undefined> => {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0];
  } catch (error) {
    // CloudFormation has no error of its own for this: it is a ValidationError like any other.
    if (error instanceof CloudFormationServiceException && error.message.includes('does not exist')) return undefined;
    throw error;
  }
};

/** The stages of a stack's life in which nothing of it has ever run. */
const NEVER_RAN = new Set([
  'REVIEW_IN_PROGRESS',
  'CREATE_FAILED',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
  'DELETE_COMPLETE',
]);

/** Whether the stack has been created to its end at least once. */
export const hasRun = (stack: DeployedStack | undefined): stack is DeployedStack =>
  stack !== undefined && !NEVER_RAN.has(stack.status);

/** The deployed stack of a stage. Throws an error that says how to deploy it when it has not been. */
export const readDeployedStack = async (
  client: CloudFormationClient,
  stage: { readonly name: string },
): Promise<DeployedStack> => {
  const stack = await readStack(client, stackNameOf(stage));
  if (hasRun(stack)) return stack;
  throw new Error(
    `${stackNameOf(stage)} is not deployed in this account and region. Deploy it: npm run deploy -- -c stage=${stage.name}`,
  );
};

/** The name that AWS knows a resource of the stack by. Throws when the stack has no such resource. */
export const physicalIdOf = async (
  client: CloudFormationClient,
  stack: DeployedStack,
  logicalId: string,
): Promise<string> => {
  const answer = await client.send(
    new DescribeStackResourceCommand({ StackName: stack.name, LogicalResourceId: logicalId }),
  );
  const id = answer.StackResourceDetail?.PhysicalResourceId;
  if (id === undefined) throw new Error(`${stack.name} has no ${logicalId}`);
  return id;
};

/** The names that AWS knows the stack's resources of a type by. */
export const physicalIdsOf = async (
  client: CloudFormationClient,
  stack: DeployedStack,
  type: string,
): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { StackResourceSummaries: page = [] } of paginateListStackResources(
    { client },
    { StackName: stack.name },
  ))
    ids.push(...page.flatMap((one) => (one.ResourceType === type ? (one.PhysicalResourceId ?? []) : [])));
  return ids;
};

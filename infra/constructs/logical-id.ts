import { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Gives a construct's resource a name of its own in the template. CloudFormation replaces a resource whose logical id
 * changes, so what holds data must keep its id however the code around it moves. Throws when there is no single resource.
 */
export const pinLogicalId = (construct: Construct, logicalId: string): void => {
  const resource = construct.node.defaultChild;
  if (!CfnResource.isCfnResource(resource))
    throw new Error(`${construct.node.path} is not one CloudFormation resource`);
  resource.overrideLogicalId(logicalId);
};

/** `read-insights` as the ids of constructs are written: `ReadInsights`. */
export const pascalCase = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

import { createHash } from 'node:crypto';
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

/**
 * Gives a construct's resource the name that CDK made of the path at which it stood first, `Identity/UserPool/Pages` for
 * example, so that it keeps it wherever it moves. Throws when there is no single resource.
 */
export const pinLogicalIdOf = (path: string, construct: Construct): void => {
  const hash = createHash('md5').update(`${path}/Resource`).digest('hex').slice(0, 8).toUpperCase();
  pinLogicalId(construct, `${path.replaceAll('/', '')}${hash}`);
};

/** `read-insights` as the ids of constructs are written: `ReadInsights`. */
export const pascalCase = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

import { Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import type { Binding } from './binding.ts';
import { removalPolicyOf } from './data-policy.ts';

const LENGTH = 64;

/**
 * The secret that seals the sessions of the pages, made by AWS at the first deployment. CloudFormation puts it into the
 * environment of the function it is bound to: read at every deployment, never at a request.
 */
export const createSessionSecret = (scope: Construct, stage: Stage): Binding => {
  const secret = new Secret(scope, 'SessionSecret', {
    description: `Seals the sessions of the pages of Seatpulse ${stage.name}`,
    generateSecretString: { passwordLength: LENGTH, excludePunctuation: true },
    removalPolicy: removalPolicyOf(stage),
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'A new secret signs everybody out. It is rotated by hand, with a deployment, when it may be known.',
  });
  return { value: secret.secretValue.unsafeUnwrap(), statements: [], exceptions: [] };
};

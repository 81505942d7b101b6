import { Tags, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import type { Binding } from './binding.ts';
import { removalPolicyOf } from './data-policy.ts';
import { pinLogicalId } from './logical-id.ts';
import { SESSION_SECRET_TAG } from './session-secret-tag.ts';

const LENGTH = 64;

/**
 * The secret that seals the sessions of the pages, made by AWS at the first deployment. What is bound is its ARN, and
 * reading its versions: the value itself stands in no environment and in no template.
 */
export const createSessionSecret = (scope: Construct, stage: Stage): Binding => {
  const secret = new Secret(scope, 'SessionSecret', {
    description: `Seals the sessions of the pages of Seatpulse ${stage.name}`,
    generateSecretString: { passwordLength: LENGTH, excludePunctuation: true },
    removalPolicy: removalPolicyOf(stage),
  });
  pinLogicalId(secret, 'SessionSecretC41FBD23'); // as it was named before ids were pinned: another one is another secret
  Tags.of(secret).add(SESSION_SECRET_TAG, stage.name);
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason:
      'The operator rotates it by a command, which signs nobody out: the value before stays valid. Nothing outside the stack knows it, so that no schedule has to.',
  });
  return {
    value: secret.secretArn,
    statements: [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] })],
    exceptions: [],
  };
};

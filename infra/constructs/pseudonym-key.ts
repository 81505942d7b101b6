import { Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { type Binding, value } from './binding.ts';
import { removalPolicyOf } from './data-policy.ts';
import { pinLogicalId } from './logical-id.ts';

const LENGTH = 64;

/**
 * The key of the pseudonyms of users, made by AWS at the first deployment. It is there whether or not the stage uses it, so
 * that a stage whose setting is switched to and fro keeps it. What is bound is its ARN, and reading it; nothing where users
 * are stored by their own names.
 */
export const createPseudonymKey = (scope: Construct, stage: Stage): Binding => {
  const secret = new Secret(scope, 'PseudonymKey', {
    description: `Makes pseudonyms of users of Seatpulse ${stage.name}`,
    generateSecretString: { passwordLength: LENGTH, excludePunctuation: true },
    removalPolicy: removalPolicyOf(stage),
  });
  pinLogicalId(secret, 'PseudonymKey');
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'With another key everybody would be somebody else: what is stored would not be joined with what comes.',
  });
  if (!stage.pseudonymizeUsers) return value('');
  return {
    value: secret.secretArn,
    statements: [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] })],
    exceptions: [],
  };
};

import { Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import type { Binding } from './binding.ts';
import { removalPolicyOf } from './data-policy.ts';
import { pinLogicalId } from './logical-id.ts';

const LENGTH = 64;

/**
 * The key of the hashes by which receipts of erasures name users, made by AWS at the first deployment. It lies outside of
 * the tables: after one of these is restored, the receipts are still understood. What is bound is its ARN, and
 * reading it.
 */
export const createErasureKey = (scope: Construct, stage: Stage): Binding => {
  const secret = new Secret(scope, 'ErasureKey', {
    description: `Names users in receipts of erasures of Seatpulse ${stage.name}`,
    generateSecretString: { passwordLength: LENGTH, excludePunctuation: true },
    removalPolicy: removalPolicyOf(stage),
  });
  pinLogicalId(secret, 'ErasureKey');
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'Receipts name users by it: with another key, erasures could not be applied again after a restore.',
  });
  return {
    value: secret.secretArn,
    statements: [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] })],
    exceptions: [],
  };
};

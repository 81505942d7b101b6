import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import type { Binding } from './binding.ts';
import { removalPolicyOf } from './data-policy.ts';
import { pinLogicalId } from './logical-id.ts';

type SecretAction = 'CreateSecret' | 'DeleteSecret' | 'GetSecretValue' | 'PutSecretValue';

/**
 * Where credentials of sources are kept: in secrets that are made while the product runs, one a portfolio, and refresh
 * tokens encrypted by a key. What is bound of the secrets is what their names begin with, and calls on such ones alone.
 */
export const createSourceCredentials = (scope: Construct, stage: Stage) => {
  const key = new Key(scope, 'SourceKey', {
    description: `Encrypts refresh tokens of sources of Seatpulse ${stage.name}`,
    enableKeyRotation: true,
    removalPolicy: removalPolicyOf(stage),
  });
  pinLogicalId(key, 'SourceKey');
  const prefix = `Seatpulse-${stage.name}/sources/`;
  return {
    secrets: (...actions: readonly [SecretAction, ...SecretAction[]]): Binding => ({
      value: prefix,
      statements: [
        new PolicyStatement({
          actions: actions.map((action) => `secretsmanager:${action}`),
          resources: [`${Stack.of(scope).formatArn({ service: 'secretsmanager', resource: 'secret' })}:${prefix}*`],
        }),
      ],
      exceptions: [
        {
          id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:${prefix}*]`,
          reason: 'The secrets of portfolios are made while the product runs, under names that begin so.',
        },
      ],
    }),
    encrypts: {
      value: key.keyArn,
      statements: [new PolicyStatement({ actions: ['kms:Decrypt', 'kms:Encrypt'], resources: [key.keyArn] })],
      exceptions: [],
    } satisfies Binding,
  };
};

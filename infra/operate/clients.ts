import { ACMClient } from '@aws-sdk/client-acm';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';

/** Clients of the services that a deployed stage stands on, with the credentials and region of the environment. */
export const createClients = () => ({
  certificates: new ACMClient({}),
  cloudFormation: new CloudFormationClient({}),
  users: new CognitoIdentityProviderClient({}),
  lambda: new LambdaClient({}),
  scheduler: new SchedulerClient({}),
  ses: new SESv2Client({}),
  sns: new SNSClient({}),
  sts: new STSClient({}),
});

export type Clients = ReturnType<typeof createClients>;

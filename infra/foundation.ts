import { CfnOutput } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Alarms } from './constructs/alarms.ts';
import { createBuckets } from './constructs/buckets.ts';
import { createErasureKey } from './constructs/erasure-key.ts';
import { createTokenIssuer } from './constructs/identity.ts';
import { MailSender } from './constructs/mail-sender.ts';
import { createPseudonymKey } from './constructs/pseudonym-key.ts';
import { PublicApi } from './constructs/public-api.ts';
import { createQueues } from './constructs/queues.ts';
import { createSessionSecret } from './constructs/session-secret.ts';
import { createSourceCredentials } from './constructs/source-credentials.ts';
import { createTables } from './constructs/tables.ts';
import type { Stage } from './stages.ts';

/** What the functions stand on: everything that more than one of them uses. */
export type Foundation = ReturnType<typeof layFoundation>;

/** Makes what the functions share. `codeOf` gives the bundled code of the function of a name. */
export const layFoundation = (scope: Construct, stage: Stage, codeOf: (name: string) => Code) => {
  const alarms = new Alarms(scope, 'Alarms', { email: stage.alarmEmail });
  const api = new PublicApi(scope, 'Api', { stage, alarms });
  const buckets = createBuckets(scope, stage, api.url);
  new CfnOutput(scope, 'ApiUrl', { value: api.url });
  if (api.domainTarget !== undefined) new CfnOutput(scope, 'DomainTarget', { value: api.domainTarget });
  new CfnOutput(scope, 'UploadsBucketName', { value: buckets.uploads.bucketName });
  new CfnOutput(scope, 'PortfoliosBucketName', { value: buckets.portfolios.bucketName });
  new CfnOutput(scope, 'ExportsBucketName', { value: buckets.exports.bucketName });
  return {
    scope,
    stage,
    codeOf,
    alarms,
    api,
    buckets,
    tables: createTables(scope, stage),
    queues: createQueues(scope, stage, alarms),
    sessionSecret: createSessionSecret(scope, stage),
    erasureKey: createErasureKey(scope, stage),
    pseudonymKey: createPseudonymKey(scope, stage),
    sourceCredentials: createSourceCredentials(scope, stage),
    tokens: createTokenIssuer(scope, stage, api.url),
    mail: new MailSender(scope, 'Mail', stage),
  };
};

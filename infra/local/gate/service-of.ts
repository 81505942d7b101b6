import type { GateRequest, ServiceName } from './call.ts';
import type { Authentication } from './signature/authentication.ts';

const SERVICES: Readonly<Record<string, ServiceName>> = {
  dynamodb: 'dynamodb',
  s3: 's3',
  sqs: 'sqs',
  ses: 'ses',
  secretsmanager: 'secretsmanager',
  kms: 'kms',
};

/**
 * The service that a request is for, which the credential's scope names. An anonymous request is S3's, unless its
 * target header or path shows that somebody forgot to sign it. Throws on a service that the gate does not stand for.
 */
export const serviceOf = (request: GateRequest, authentication: Authentication | undefined): ServiceName => {
  if (authentication) {
    const service = SERVICES[authentication.scope.service];
    if (!service) throw new Error(`The gate serves no ${authentication.scope.service}`);
    return service;
  }
  const target = request.headers['x-amz-target'];
  if (target?.startsWith('DynamoDB')) return 'dynamodb';
  if (target?.startsWith('AmazonSQS')) return 'sqs';
  if (target?.startsWith('secretsmanager')) return 'secretsmanager';
  if (target?.startsWith('TrentService')) return 'kms';
  return request.path.startsWith('/v2/email/') ? 'ses' : 's3';
};

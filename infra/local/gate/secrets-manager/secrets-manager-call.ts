import type { Call, GateRequest, Place } from '../call.ts';
import { CallError } from '../call-error.ts';
import { type JsonObject, textOf } from '../json-body.ts';
import type { SecretStore } from './secret-store.ts';

/** What a request to Secrets Manager asks for. A secret may be named by its name; policies see the ARN of it. */
export const secretsManagerCall = (
  request: GateRequest,
  body: JsonObject,
  { region, account }: Place,
  secrets: SecretStore,
): Call => {
  const operation = /^secretsmanager\.(\w+)$/.exec(request.headers['x-amz-target'] ?? '')?.[1];
  if (!operation)
    throw new CallError(
      400,
      'UnknownOperationException',
      'The X-Amz-Target header names no operation of Secrets Manager',
    );
  // A secret that is to be made has a name, and no ARN yet.
  const secretId = operation === 'CreateSecret' ? textOf(body, 'Name') : textOf(body, 'SecretId');
  const arnOf = (id: string): string =>
    secrets.find(id)?.arn ?? (id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${region}:${account}:secret:${id}`);
  return {
    service: 'secretsmanager',
    operation,
    permissions: [{ action: `secretsmanager:${operation}`, resource: secretId === undefined ? '*' : arnOf(secretId) }],
    conditionKeys: {},
  };
};

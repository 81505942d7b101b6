import type { Call, GateRequest, Place } from '../call.ts';
import { CallError } from '../call-error.ts';
import { type JsonObject, textOf } from '../json-body.ts';

/** What a request to KMS asks for. A key may be named by its id; policies see its ARN. */
export const kmsCall = (request: GateRequest, body: JsonObject, { region, account }: Place): Call => {
  const operation = /^TrentService\.(\w+)$/.exec(request.headers['x-amz-target'] ?? '')?.[1];
  if (!operation)
    throw new CallError(400, 'UnknownOperationException', 'The X-Amz-Target header names no operation of KMS');
  const keyId = textOf(body, 'KeyId');
  if (keyId === undefined)
    throw new CallError(400, 'ValidationException', 'Name the key: what is left out does not run locally');
  const resource = keyId.startsWith('arn:') ? keyId : `arn:aws:kms:${region}:${account}:key/${keyId}`;
  return { service: 'kms', operation, permissions: [{ action: `kms:${operation}`, resource }], conditionKeys: {} };
};

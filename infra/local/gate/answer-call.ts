import type { AskDynamoDb } from '../embedded/dynamo-db.ts';
import type { Authorizer } from './authorize.ts';
import type { Answer, Call, GateRequest, ServiceName } from './call.ts';
import { CallError } from './call-error.ts';
import { answerDynamoDb } from './dynamodb/dynamodb.ts';
import { dynamoDbCall, tableName } from './dynamodb/dynamodb-call.ts';
import { isWrite, type LateReads } from './dynamodb/late-reads.ts';
import { leadingKeysIn, type PartitionKeyOf, type ReadPartitionKeys } from './dynamodb/leading-keys.ts';
import type { Meter } from './dynamodb/meter.ts';
import type { Measure } from './dynamodb/metering.ts';
import type { DynamoDbStore } from './dynamodb/store.ts';
import { ConnectionResetError, type FaultInjector, type FaultKind, faultError } from './faults.ts';
import type { Forwarder } from './forward.ts';
import type { GateOptions } from './gate-options.ts';
import { type JsonObject, readJsonBody } from './json-body.ts';
import type { KeyStore } from './kms/key-store.ts';
import { answerKms } from './kms/kms.ts';
import { kmsCall } from './kms/kms-call.ts';
import type { Principal } from './principal.ts';
import type { Principals } from './principals.ts';
import { answerStoredForm, checkForm, readSignedForm } from './s3/post.ts';
import { withHeadersFromQuery } from './s3/query.ts';
import type { S3Answerer } from './s3/s3.ts';
import { s3Call, s3PostCall } from './s3/s3-call.ts';
import type { SecretStore } from './secrets-manager/secret-store.ts';
import { answerSecretsManager } from './secrets-manager/secrets-manager.ts';
import { secretsManagerCall } from './secrets-manager/secrets-manager-call.ts';
import { answerSes } from './ses/ses.ts';
import { sesCall } from './ses/ses-call.ts';
import { type Authentication, MalformedAuthenticationError, readAuthentication } from './signature/authentication.ts';
import { authenticationErrors } from './signature/authentication-errors.ts';
import { checkSignature } from './signature/check-signature.ts';
import { answerSqs } from './sqs/sqs.ts';
import { sqsCall } from './sqs/sqs-call.ts';
import type { TraceHeaders } from './sqs/trace-headers.ts';

/** The parts that the gate is made of. */
export interface GateParts {
  readonly options: GateOptions;
  readonly url: URL;
  readonly principals: Principals;
  readonly authorizer: Authorizer;
  readonly faults: FaultInjector;
  readonly forwarder: Forwarder;
  readonly askDynamoDb: AskDynamoDb;
  readonly store: DynamoDbStore;
  readonly lateReads: LateReads;
  readonly measure: Measure;
  readonly meter: Meter;
  readonly secrets: SecretStore;
  readonly keys: KeyStore;
  readonly partitionKeys: ReadPartitionKeys;
  readonly answerS3: S3Answerer;
  readonly traceHeaders: TraceHeaders;
}

type Signer = { readonly principal: Principal; readonly kind: Authentication['kind'] } | undefined;

/** Answers a form post (presigned POST) to a bucket of S3. */
export const answerFormPost = async (parts: GateParts, request: GateRequest): Promise<Answer> => {
  const signed = await readSignedForm(request);
  const { principals, authorizer, faults, options, answerS3, url } = parts;
  const principal = principals.find('s3', signed.authentication.accessKeyId);
  const now = options.clock.now();
  checkSignature('s3', signed.authentication, principal, request, {
    region: options.region,
    now,
    policy: signed.policy,
  });
  checkForm(signed, now);
  const call = s3PostCall(signed.form.bucket, signed.form.key);
  authorizer.authorize(principal, 'form', call);
  const fault = await applyFaults(faults, call, principal);
  const answer = await unlessLost(
    fault,
    answerS3(signed.put, call, () => {}),
  );
  return answer.status === 200 ? answerStoredForm(signed.form, answer.headers.etag ?? '', url) : answer;
};

/** Checks a request to `service` (signature, permissions, faults) and has it answered. Throws CallError. */
export const answerCall = async (parts: GateParts, service: ServiceName, request: GateRequest): Promise<Answer> => {
  const signer = identify(parts, service, request);
  if (service === 's3') return answerS3Call(parts, request, signer);
  const { options, authorizer, faults, forwarder, askDynamoDb, store, secrets, keys, url } = parts;
  const { upstreams, region, account, sesIdentities } = options;
  const place = { region, account };
  const body = readJsonBody(request);
  const asked = {
    dynamodb: () => dynamoDbCall(request, body, place),
    sqs: () => sqsCall(request, body, place),
    ses: () => sesCall(request, body, place, sesIdentities),
    secretsmanager: () => secretsManagerCall(request, body, place, secrets),
    kms: () => kmsCall(request, body, place),
  }[service]();
  const call = service === 'dynamodb' ? await withLeadingKeys(parts, asked, body) : asked;
  authorizer.authorize(signer?.principal, signer?.kind, call);
  const fault = await applyFaults(faults, call, signer?.principal);
  const answer = async (): Promise<Answer> => {
    switch (service) {
      case 'dynamodb':
        return answerDynamoDb(
          {
            ask: askDynamoDb,
            store,
            lateReads: lateReadsFor(parts, call, signer),
            measure: parts.measure,
            noteConsumed: options.metersCapacity
              ? (consumed) => parts.meter.add(signer?.principal.name ?? '', call.operation, consumed)
              : undefined,
          },
          { request, body, call },
          fault,
        );
      case 'sqs':
        return answerSqs(
          { forwarder, upstream: upstreams.sqs, gateUrl: url, account, traceHeaders: parts.traceHeaders },
          { request, body, call },
        );
      case 'ses':
        return answerSes({ forwarder, options }, { request, body, call });
      case 'secretsmanager':
        return answerSecretsManager(secrets, { request, body, call }, { ...place, now: options.clock.now() });
      case 'kms':
        return answerKms(keys, { request, body, call });
      default:
        throw new CallError(501, 'NotImplemented', `${String(service)} does not run locally`);
    }
  };
  return unlessLost(fault, answer());
};

/** Every write is remembered, whoever makes it, where somebody reads late. */
const lateReadsFor = ({ options, lateReads }: GateParts, call: Call, signer: Signer): LateReads | undefined =>
  options.readsLate && (isWrite(call.operation) || options.readsLate(signer?.principal.name ?? ''))
    ? lateReads
    : undefined;

const withLeadingKeys = async ({ partitionKeys }: GateParts, call: Call, body: JsonObject): Promise<Call> => {
  const known = new Map<string, PartitionKeyOf>();
  for (const table of call.tables ?? []) known.set(table, await partitionKeys(table));
  const conditionKeys = leadingKeysIn(call.operation, body, (name, index) => known.get(tableName(name))?.(name, index));
  return { ...call, conditionKeys };
};

/** Runs the call's hooks; returns `unprocessed`, which the answer makes, and `lost-answer`, and throws every other fault. */
const applyFaults = async (
  faults: FaultInjector,
  call: Call,
  principal: Principal | undefined,
): Promise<FaultKind | undefined> => {
  const fault = await faults.apply(call, principal?.name);
  if (fault === undefined || fault === 'lost-answer') return fault;
  if (fault === 'unprocessed' && call.service === 'dynamodb') return fault;
  throw faultError(call.service, fault);
};

/** The answer, or a cut connection once the work is done. */
const unlessLost = async (fault: FaultKind | undefined, answering: Promise<Answer>): Promise<Answer> => {
  const answer = await answering;
  if (fault !== 'lost-answer') return answer;
  if (typeof answer.body !== 'string' && !Buffer.isBuffer(answer.body)) answer.body.resume();
  throw new ConnectionResetError('The answer is lost by an injected fault');
};

const identify = (parts: GateParts, service: ServiceName, request: GateRequest): Signer => {
  let authentication: Authentication | undefined;
  try {
    authentication = readAuthentication(request);
  } catch (error) {
    if (error instanceof MalformedAuthenticationError) throw authenticationErrors(service).malformed(error.message);
    throw error;
  }
  if (!authentication) {
    // Only S3 has anything to give to the anonymous: what a bucket's policy allows to everybody.
    if (service === 's3') return undefined;
    throw authenticationErrors(service).missing();
  }
  const principal = parts.principals.find(service, authentication.accessKeyId);
  const { region, clock } = parts.options;
  checkSignature(service, authentication, principal, request, { region, now: clock.now() });
  return { principal, kind: authentication.kind };
};

const answerS3Call = async (parts: GateParts, signed: GateRequest, signer: Signer): Promise<Answer> => {
  const request = withHeadersFromQuery(signed);
  const call = s3Call(request);
  const { authorizer, faults, answerS3 } = parts;
  authorizer.authorize(signer?.principal, signer?.kind, call);
  const fault = await applyFaults(faults, call, signer?.principal);
  const answer = answerS3(request, call, () => {
    const permissions = [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${call.bucket}` }];
    authorizer.authorize(signer?.principal, signer?.kind, { ...call, conditionKeys: {}, permissions });
  });
  return unlessLost(fault, answer);
};

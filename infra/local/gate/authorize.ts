import type { Call, Permission, ServiceName } from './call.ts';
import { CallError } from './call-error.ts';
import type { Refusal } from './gate-options.ts';
import { type CallerIdentity, type Decision, decide } from './iam.ts';
import type { PolicyStatement, Principal } from './principal.ts';
import type { Authentication } from './signature/authentication.ts';
import { createUses, type Uses } from './uses.ts';

/** The error code by which each service denies. */
const DENIED_CODES: Readonly<Record<ServiceName, readonly [status: number, code: string]>> = {
  dynamodb: [400, 'AccessDeniedException'],
  s3: [403, 'AccessDenied'],
  sqs: [403, 'AccessDenied'],
  ses: [403, 'AccessDeniedException'],
  secretsmanager: [400, 'AccessDeniedException'],
  kms: [400, 'AccessDeniedException'],
};

export interface Authorizer {
  /** Throws the service's denial, and records it, unless `principal` (undefined: nobody signed) may make `call`. */
  readonly authorize: (principal: Principal | undefined, kind: Authentication['kind'] | undefined, call: Call) => void;
  readonly refused: readonly Refusal[];
  readonly uses: Uses;
}

export interface AuthorizerOptions {
  readonly region: string;
  readonly account: string;
  readonly log: (line: string) => void;
  /** The statements of the policy of the resource that `call` is aimed at. */
  readonly resourceStatements: (call: Call) => readonly PolicyStatement[];
}

const REASON_TEXTS: Readonly<Record<Exclude<Decision, 'allowed'>, string>> = {
  'not-allowed': 'because no identity-based policy allows the action',
  'explicitly-denied': 'with an explicit deny',
};

/** Makes the check of each call's permissions against the policies. */
export const createAuthorizer = ({ region, account, log, resourceStatements }: AuthorizerOptions): Authorizer => {
  const refused: Refusal[] = [];
  const uses = createUses();
  const arnOf = (principal: Principal): string => `arn:aws:sts::${account}:${principal.name}`;

  const refuse = (call: Call, refusal: Refusal, message: string): never => {
    refused.push(refusal);
    const [status, code] = DENIED_CODES[call.service];
    throw new CallError(status, code, message);
  };

  const checkPermission = (principal: Principal | undefined, call: Call, permission: Permission): void => {
    const caller: CallerIdentity = principal
      ? { arn: arnOf(principal), ...(principal.service ? { service: principal.service } : {}) }
      : {};
    const keys = {
      ...call.conditionKeys,
      // What is local never leaves the machine: it counts as sent over TLS.
      'aws:SecureTransport': 'true',
      's3:TlsVersion': '1.3',
      'aws:RequestedRegion': region,
      ...(principal ? { 'aws:PrincipalArn': arnOf(principal), 'aws:PrincipalAccount': account } : {}),
      ...(principal?.sourceArn ? { 'aws:SourceArn': principal.sourceArn, 'aws:SourceAccount': account } : {}),
    };
    const statements = principal?.statements ?? [];
    const decision = decide(permission, keys, statements, resourceStatements(call), caller);
    if (decision === 'allowed') {
      uses.record(permission, keys, statements);
      return;
    }
    const name = principal?.name ?? 'anonymous';
    const message = principal
      ? `User: ${arnOf(principal)} is not authorized to perform: ${permission.action} on resource: ${permission.resource} ${REASON_TEXTS[decision]}`
      : 'Access Denied';
    refuse(call, { principal: name, ...permission, reason: decision }, message);
  };

  return {
    refused,
    uses,
    authorize: (principal, kind, call) => {
      const first = call.permissions[0];
      // A presigned URL or form is used by somebody else, and so also after the function that signed it returned.
      if (principal && kind === 'header' && !principal.mayCallNow() && first) {
        const message = `${principal.name} made the call ${first.action} on ${first.resource} after its handler had returned: await everything that a handler starts`;
        log(message);
        refuse(call, { principal: principal.name, ...first, reason: 'after-return' }, message);
      }
      for (const permission of call.permissions) checkPermission(principal, call, permission);
    },
  };
};

import type { ServiceName } from './call.ts';
import { checkStatements } from './iam.ts';
import type { Principal } from './principal.ts';
import { authenticationErrors } from './signature/authentication-errors.ts';

export interface Principals {
  readonly admit: (principal: Principal) => void;
  readonly dismiss: (accessKeyId: string) => void;
  /** Throws the service's error if nobody goes, or no longer anybody goes, by that id. */
  readonly find: (service: ServiceName, accessKeyId: string) => Principal;
}

/** Keeps who may sign. Admitting throws on a policy that holds what the gate does not understand. */
export const createPrincipals = (): Principals => {
  const admitted = new Map<string, Principal>();
  const dismissed = new Set<string>();
  return {
    admit: (principal) => {
      checkStatements(principal.statements);
      admitted.set(principal.credentials.accessKeyId, principal);
      dismissed.delete(principal.credentials.accessKeyId);
    },
    dismiss: (accessKeyId) => {
      if (admitted.delete(accessKeyId)) dismissed.add(accessKeyId);
    },
    find: (service, accessKeyId) => {
      const principal = admitted.get(accessKeyId);
      if (principal) return principal;
      const errors = authenticationErrors(service);
      throw dismissed.has(accessKeyId) ? errors.expiredToken() : errors.unknownKey(accessKeyId);
    },
  };
};

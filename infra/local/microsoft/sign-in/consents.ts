import type { Permission } from './permissions.ts';

/** What a tenant's administrator consented to: for the app by itself, or for users for whom it acts. */
type ConsentKind = 'application' | 'delegated';

export interface Consents {
  readonly give: (tenantId: string, clientId: string, kind: ConsentKind, permissions: readonly Permission[]) => void;
  /** Takes the app out of the tenant, with all that was consented to. */
  readonly withdraw: (tenantId: string, clientId: string) => void;
  /** What was consented to; undefined where the app is not in the tenant. */
  readonly of: (tenantId: string, clientId: string, kind: ConsentKind) => readonly Permission[] | undefined;
}

/** Nobody consented to anything at first. */
export const createConsents = (): Consents => {
  const given = new Map<string, readonly Permission[]>();
  const keyOf = (...parts: readonly string[]): string => parts.join(' ');
  return {
    give: (tenantId, clientId, kind, permissions) => {
      given.set(keyOf(tenantId, clientId, kind), permissions);
    },
    withdraw: (tenantId, clientId) => {
      for (const kind of ['application', 'delegated']) given.delete(keyOf(tenantId, clientId, kind));
    },
    of: (tenantId, clientId, kind) => given.get(keyOf(tenantId, clientId, kind)),
  };
};

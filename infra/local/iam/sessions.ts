import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Gate } from '../gate/gate.ts';
import type { Credentials, PolicyStatement } from '../gate/principal.ts';

/**
 * How long the credentials of a function's session last. AWS promises no figure for Lambda; the longest session a role
 * may have is 12 hours (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html).
 */
const SESSION_MILLISECONDS = 12 * 60 * 60 * 1000;

/** Who a session is opened for. */
interface RoleSession {
  /** As errors name it, for example `assumed-role/ingest-activity`. */
  readonly name: string;
  readonly statements: readonly PolicyStatement[];
}

export interface Session {
  readonly credentials: Credentials;
  /** True from 12 hours after its start by the runtime's clock. */
  readonly hasExpired: () => boolean;
}

export interface Sessions {
  /** Opens a session of a function's instance, which may call only while `mayCallNow` says so. */
  readonly openFor: (role: RoleSession, mayCallNow: () => boolean) => Session;
  /** Credentials of an AWS service that acts as a role; the service renews them itself. */
  readonly lasting: (role: RoleSession) => Credentials;
  readonly stop: () => void;
}

/** Sessions of roles. A function's ends by the runtime's clock, and with it every URL that was presigned in it. */
export const createSessions = (gate: Gate, clock: Clock): Sessions => {
  const opened = new Set<{ since: number; accessKeyId: string; mayCallNow: () => boolean }>();
  const expired = (since: number) => clock.now().getTime() - since >= SESSION_MILLISECONDS;
  const stopListening = clock.onSet(() => {
    for (const session of opened)
      if (expired(session.since) && !session.mayCallNow()) {
        gate.dismiss(session.accessKeyId);
        opened.delete(session);
      }
  });
  const admit = ({ name, statements }: RoleSession, mayCallNow: () => boolean): Credentials => {
    const credentials = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(20).toString('hex'),
      sessionToken: randomBytes(32).toString('base64url'),
    };
    gate.admit({ name, credentials, statements, mayCallNow });
    return credentials;
  };
  return {
    openFor: (role, mayCallNow) => {
      const credentials = admit(role, mayCallNow);
      const since = clock.now().getTime();
      opened.add({ since, accessKeyId: credentials.accessKeyId, mayCallNow });
      return { credentials, hasExpired: () => expired(since) };
    },
    lasting: (role) => admit(role, () => true),
    stop: stopListening,
  };
};

import { SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from './clock.ts';
import type { PolicyStatement } from './gate/principal.ts';
import type { Sessions } from './iam/sessions.ts';

export interface SqsClientOptions {
  readonly gate: URL;
  readonly region: string;
  readonly clock: Clock;
  readonly sessions: Sessions;
  /** What each role permits, by ARN. */
  readonly roles: ReadonlyMap<string, readonly PolicyStatement[]>;
}

/** Clients by which AWS's own services act as roles of the stack; they sign by the runtime's clock. */
export interface SqsClients {
  /** Throws when the role (by ARN) is not of the stack. */
  readonly ofRole: (roleArn: string) => SQSClient;
  readonly stop: () => void;
}

/** Makes one client per role, when it is first asked for. */
export const createSqsClients = ({ gate, region, clock, sessions, roles }: SqsClientOptions): SqsClients => {
  const clients = new Map<string, SQSClient>();
  const stopListening = clock.onSet(() => {
    for (const { config } of clients.values()) config.systemClockOffset = clock.offset();
  });
  const create = (roleArn: string): SQSClient => {
    const statements = roles.get(roleArn);
    if (!statements) throw new Error(`The role ${roleArn} is not of the stack.`);
    const credentials = sessions.lasting({ name: `assumed-role/${roleArn.split('/').at(-1)}`, statements });
    return new SQSClient({ endpoint: gate.origin, region, credentials, systemClockOffset: clock.offset() });
  };
  return {
    ofRole: (roleArn) => {
      const client = clients.get(roleArn) ?? create(roleArn);
      clients.set(roleArn, client);
      return client;
    },
    stop: () => {
      stopListening();
      for (const client of clients.values()) client.destroy();
    },
  };
};

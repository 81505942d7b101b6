import { join } from 'node:path';
import { startApiServer } from './api/api-server.ts';
import type { Clock } from './clock.ts';
import { type BucketSettings, type CreatedObject, type SesEvent, startGate } from './gate/gate.ts';
import { openKeyStore } from './gate/kms/key-store.ts';
import type { PolicyStatement } from './gate/principal.ts';
import { openSecretStore } from './gate/secrets-manager/secret-store.ts';
import { startIssuer } from './issuer/issuer.ts';
import { createMailArchive } from './mail-archive.ts';
import { createQueueClock } from './queues/queue-clock.ts';
import { type Services, together } from './services.ts';
import { startDynamoDbThread, startServerThread } from './threads/start-server.ts';

/** Ports at 127.0.0.1; the system chooses those that are left out. */
export interface Ports {
  readonly api?: number;
  readonly gate?: number;
  readonly issuer?: number;
  readonly mailbox?: number;
}

export interface InfrastructureOptions {
  readonly services: Services;
  readonly clock: Clock;
  readonly region: string;
  readonly account: string;
  readonly ports: Ports;
  /** Keeps tables, buckets, queues, secrets and the issuer's key over restarts; in memory without one. */
  readonly dataDir?: string;
  readonly readsLate: boolean;
  readonly log: (line: string) => void;
}

/**
 * Starts what does not depend on the template: the embedded servers, the gate in front of them, the issuer, and the
 * API's listener. Their addresses are what the template's references stand for.
 */
export const startInfrastructure = async ({
  services,
  clock,
  region,
  account,
  ports,
  dataDir,
  readsLate,
  log,
}: InfrastructureOptions) => {
  const offset = clock.offset();
  const kept = (name: string) => (dataDir === undefined ? {} : { path: join(dataDir, name) });
  const [api, issuer, dynamodb, s3AndSqs, mail] = await together([
    services.start('API', () => startApiServer(ports.api ?? 0, clock, log)),
    services.start('issuer', () =>
      startIssuer({ port: ports.issuer ?? 0, clock, ...(dataDir === undefined ? {} : { dataDir }) }),
    ),
    services.start('DynamoDB', () => startDynamoDbThread({ offset, ...kept('dynamodb') })),
    services.start('S3 and SQS', () => startServerThread({ server: 's3-and-sqs', offset, ...kept('s3-and-sqs') })),
    services.start('mailbox', () => startServerThread({ server: 'mail', offset, port: ports.mailbox ?? 0 })),
  ]);
  const archive = dataDir === undefined ? undefined : createMailArchive(join(dataDir, 'mails.ndjson'));
  await archive?.putBack(mail.url);
  const secrets = await openSecretStore(dataDir === undefined ? undefined : join(dataDir, 'secrets.json'));
  const keys = await openKeyStore(dataDir === undefined ? undefined : join(dataDir, 'keys.json'));
  const sesIdentities: string[] = [];
  const settings = {
    buckets: new Map<string, BucketSettings>(),
    queuePolicies: new Map<string, readonly PolicyStatement[]>(),
    ttlAttributes: new Map<string, string>(),
    sesIdentities,
    sesConfigurationSets: new Map<string, readonly string[]>(),
    onMailEvent: async (_event: SesEvent): Promise<void> => {},
    onObjectCreated: async (_created: CreatedObject): Promise<void> => {},
  };
  const gate = await services.start('gate', () =>
    startGate({
      ...settings,
      clock,
      region,
      account,
      secrets,
      keys,
      ...(ports.gate === undefined ? {} : { port: ports.gate }),
      upstreams: { dynamodb: dynamodb.ask, s3: s3AndSqs.url, sqs: s3AndSqs.url, ses: mail.url },
      onObjectCreated: (created) => settings.onObjectCreated(created),
      onMailEvent: (event) => settings.onMailEvent(event),
      ...(readsLate ? { readsLate: (caller) => caller.startsWith('assumed-role/') } : {}),
      ...(archive ? { onMailSent: archive.keep } : {}),
      log,
    }),
  );
  const queueClock = await services.start('clock of the queues', () => createQueueClock(clock, s3AndSqs.shiftClock));
  const stopMailClock = clock.onSet(() => mail.shiftClock(clock.offset()));
  await services.start('clock of the mailbox', () => ({ stop: stopMailClock }));
  return { api, issuer, dynamodb, s3AndSqs, mail, gate, queueClock, secrets, keys, settings };
};

export type Infrastructure = Awaited<ReturnType<typeof startInfrastructure>>;

import { createServer } from 'node:http';
import type { AskDynamoDb } from '../embedded/dynamo-db.ts';
import { addressOf, listenLocally } from '../embedded/embedded.ts';
import type { GateParts } from './answer-call.ts';
import { createAuthorizer } from './authorize.ts';
import type { Call } from './call.ts';
import { CallError } from './call-error.ts';
import { deleteExpired } from './dynamodb/expiry.ts';
import { createLateReads } from './dynamodb/late-reads.ts';
import { createPartitionKeys } from './dynamodb/leading-keys.ts';
import { createMeter } from './dynamodb/meter.ts';
import { createMeasure } from './dynamodb/metering.ts';
import { createDynamoDbStore } from './dynamodb/store.ts';
import { createFaults } from './faults.ts';
import { createForwarder } from './forward.ts';
import type { Gate, GateOptions } from './gate-options.ts';
import { checkStatements } from './iam.ts';
import { openKeyStore } from './kms/key-store.ts';
import { handleRequest } from './listener.ts';
import type { PolicyStatement } from './principal.ts';
import { createPrincipals } from './principals.ts';
import { createS3Answerer } from './s3/s3.ts';
import { openSecretStore } from './secrets-manager/secret-store.ts';
import { createTraceHeaders } from './sqs/trace-headers.ts';

export type { CallMatch, Faults } from './faults.ts';
export type { BucketSettings, CorsRule, CreatedObject, Gate, GateOptions } from './gate-options.ts';
export type { Credentials, PolicyStatement, Principal } from './principal.ts';
export type { SesEvent } from './ses/mail-events.ts';

/** Starts the gate in front of the embedded servers and resolves when it listens. */
export const startGate = async (options: GateOptions): Promise<Gate> => {
  const secrets = options.secrets ?? (await openSecretStore());
  const keys = options.keys ?? (await openKeyStore());
  const server = createServer((incoming, response) => {
    void handleRequest(parts, incoming, response);
  });
  await listenLocally(server, options.port);
  const forwarder = createForwarder();
  const { upstreams, region, account, buckets, onObjectCreated, log } = options;
  const askDynamoDb = upstreams.dynamodb ?? withoutDynamoDb;
  const store = createDynamoDbStore(askDynamoDb);
  const parts: GateParts = {
    options,
    url: addressOf(server),
    principals: createPrincipals(),
    authorizer: createAuthorizer({
      region,
      account,
      log,
      resourceStatements: (call) => resourceStatements(options, call),
    }),
    faults: createFaults(),
    forwarder,
    askDynamoDb,
    store,
    lateReads: createLateReads(store, () => performance.now()),
    measure: createMeasure(store),
    meter: createMeter(),
    partitionKeys: createPartitionKeys(store),
    secrets,
    keys,
    answerS3: createS3Answerer({ forwarder, upstream: upstreams.s3, buckets, onObjectCreated, log }),
    traceHeaders: createTraceHeaders(),
  };
  return {
    url: parts.url,
    admit: parts.principals.admit,
    dismiss: parts.principals.dismiss,
    faults: parts.faults,
    catchUp: parts.lateReads.catchUp,
    consumed: parts.meter,
    refused: parts.authorizer.refused,
    uses: parts.authorizer.uses,
    sweepExpired: async () => {
      let deleted = 0;
      for (const [table, attribute] of options.ttlAttributes)
        deleted += await deleteExpired(parts.store, table, attribute, options.clock.now());
      return deleted;
    },
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
        forwarder.close();
      }),
  };
};

const withoutDynamoDb: AskDynamoDb = async () => {
  throw new CallError(501, 'NotImplemented', 'No DynamoDB runs behind this gate');
};

const resourceStatements = (options: GateOptions, call: Call): readonly PolicyStatement[] => {
  const statements =
    call.service === 's3'
      ? options.buckets.get(call.bucket ?? '')?.policy
      : call.service === 'sqs'
        ? options.queuePolicies.get(call.queue ?? '')
        : undefined;
  checkStatements(statements ?? []);
  return statements ?? [];
};

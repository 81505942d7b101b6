import * as z from 'zod';
import type { GateOptions } from '../gate/gate.ts';
import type { KeyStore } from '../gate/kms/key-store.ts';
import type { SecretStore } from '../gate/secrets-manager/secret-store.ts';
import type { Stack } from '../template/stack.ts';
import { createBuckets, readBuckets } from './buckets.ts';
import { readConfigurationSets } from './configuration-sets.ts';
import { createKeys, readKeys } from './keys.ts';
import { createQueues, readQueues } from './queues.ts';
import { createSecrets, readSecrets } from './secrets.ts';
import { createTables, readTables, ttlAttributes } from './tables.ts';

/** The gate's settings, to be filled. */
interface GateSettings {
  readonly buckets: Map<string, NonNullable<ReturnType<GateOptions['buckets']['get']>>>;
  readonly queuePolicies: Map<string, NonNullable<ReturnType<GateOptions['queuePolicies']['get']>>>;
  readonly ttlAttributes: Map<string, string>;
  readonly sesIdentities: string[];
  readonly sesConfigurationSets: Map<string, readonly string[]>;
}

interface Servers {
  readonly dynamodb: URL;
  readonly s3AndSqs: URL;
  readonly secrets: SecretStore;
  readonly keys: KeyStore;
  readonly settings: GateSettings;
}

interface Named {
  readonly logicalId: string;
  readonly path: string;
}

/** Creates the template's tables, buckets, queues, secrets and keys where they do not exist yet, as of `now`, and tells the gate about them. */
export const createResources = async (
  stack: Stack,
  now: Date,
  { dynamodb, s3AndSqs, secrets, keys, settings }: Servers,
) => {
  const tables = readTables(stack);
  const buckets = readBuckets(stack);
  const queues = readQueues(stack);
  for (const { bucketName, settings: own } of buckets) settings.buckets.set(bucketName, own);
  for (const { queueName, policy } of queues) settings.queuePolicies.set(queueName, policy);
  for (const [tableName, attribute] of ttlAttributes(tables)) settings.ttlAttributes.set(tableName, attribute);
  settings.sesIdentities.push(...stack.ofType('AWS::SES::EmailIdentity', z.unknown()).map(({ ref }) => ref));
  for (const [name, told] of readConfigurationSets(stack)) settings.sesConfigurationSets.set(name, told);
  await Promise.all([
    createTables(tables, dynamodb, stack.region),
    createBuckets(buckets, s3AndSqs),
    createQueues(queues, s3AndSqs, stack.region),
    createSecrets(readSecrets(stack), secrets, now),
    createKeys(readKeys(stack), keys),
  ]);
  return {
    queues,
    names: {
      tables: namesOf(tables, ({ tableName }) => tableName),
      buckets: namesOf(buckets, ({ bucketName }) => bucketName),
      queues: namesOf(queues, ({ queueName }) => queueName),
    },
  };
};

const namesOf = <Definition extends Named>(definitions: readonly Definition[], nameOf: (one: Definition) => string) =>
  Object.fromEntries(
    definitions.flatMap((one) => [
      [one.logicalId, nameOf(one)],
      [one.path, nameOf(one)],
    ]),
  );

import { randomInt, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { SecretStore } from '../gate/secrets-manager/secret-store.ts';
import { CURRENT } from '../gate/secrets-manager/secret-versions.ts';
import { ignored } from '../template/ignored.ts';
import type { Stack } from '../template/stack.ts';

const properties = z.strictObject({
  Name: z.string().optional(),
  /** What is generated here has letters and digits only. */
  GenerateSecretString: z.strictObject({
    PasswordLength: z.coerce.number().int().positive().default(32),
    ExcludePunctuation: z.literal(true),
  }),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
  // Words for people, and encryption at rest.
  Description: ignored,
  KmsKeyId: ignored,
});

/** A secret of the template. */
export interface SecretDefinition {
  readonly arn: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** How many characters its first value has. */
  readonly length: number;
}

/** A full ARN of a secret ends in a hyphen and six characters that are not of its name. */
const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1, -7);

/** The secrets of the stack. Throws on one whose value is not generated. */
export const readSecrets = (stack: Stack): readonly SecretDefinition[] =>
  stack.ofType('AWS::SecretsManager::Secret', properties).map(({ ref, properties: given }) => ({
    arn: ref,
    name: nameIn(ref),
    tags: Object.fromEntries(given.Tags.map(({ Key, Value }) => [Key, Value])),
    length: given.GenerateSecretString.PasswordLength,
  }));

/** Makes the secrets that do not exist yet, each with a first value of its own; of the others only the tags are set. */
export const createSecrets = async (
  secrets: readonly SecretDefinition[],
  store: SecretStore,
  now: Date,
): Promise<void> => {
  for (const { arn, name, tags, length } of secrets) {
    const versions = store.find(arn)?.versions ?? [
      { id: randomUUID(), value: lettersAndDigits(length), stages: [CURRENT], createdAt: now.toISOString() },
    ];
    await store.put({ arn, name, tags, versions });
  }
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const lettersAndDigits = (length: number): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

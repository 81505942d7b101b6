import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { secretsClient } from './secrets.ts';

/**
 * Reads a secret that never changes, once per function instance: returns what tells its text. Throws when it cannot be
 * read, and asks again at the next call.
 */
export const secretOf = (secretArn: string): (() => Promise<string>) => {
  let known: string | undefined;
  return async () => {
    if (known !== undefined) return known;
    const { SecretString } = await secretsClient().send(new GetSecretValueCommand({ SecretId: secretArn }));
    if (!SecretString) throw new Error(`The secret ${secretArn} holds no text`);
    known = SecretString;
    return known;
  };
};

import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { SDK_LOGGER } from '../../../lib/storage/sdk-logger.ts';
import type { SessionKey } from './session-keys.ts';

/** A version as it is made by CloudFormation and by `npm run rotate-session-secret`: nothing else seals sessions. */
const version = z
  .object({
    VersionId: z.string().min(1),
    SecretString: z
      .string()
      .regex(/^[\w-]{64}$/u, 'the session secret is not 64 letters, digits, hyphens or underscores'),
  })
  .transform(({ VersionId, SecretString }): SessionKey => ({ id: VersionId, secret: SecretString }));

let sharedClient: SecretsManagerClient | undefined;

/**
 * Reads the versions of the session secret that are valid: the current one, and the one before if there is one. The
 * current one is read first: a rotation in between then shows one version twice, and does not hide the one that sealed
 * all cookies so far. Throws when the secret cannot be read, or its current value has another form, without telling it.
 */
export const readSessionKeys = async (
  secretArn: string,
): Promise<readonly [current: SessionKey, ...before: SessionKey[]]> => {
  const current = version.parse(await readVersion(secretArn, 'AWSCURRENT'));
  const previous = version.safeParse(await readVersion(secretArn, 'AWSPREVIOUS'));
  return [current, ...(previous.success ? [previous.data] : [])]; // a value of another form has sealed nothing
};

/** A version as Secrets Manager tells of it; `undefined` where there is none before the current one. */
const readVersion = async (secretArn: string, stage: 'AWSCURRENT' | 'AWSPREVIOUS') => {
  sharedClient ??= new SecretsManagerClient({ logger: SDK_LOGGER });
  try {
    return await sharedClient.send(new GetSecretValueCommand({ SecretId: secretArn, VersionStage: stage }));
  } catch (error) {
    if (stage === 'AWSPREVIOUS' && error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

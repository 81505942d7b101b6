import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SDK_LOGGER } from './sdk-logger.ts';

let sharedClient: SecretsManagerClient | undefined;

/** The client of Secrets Manager that the function's instance shares. */
export const secretsClient = (): SecretsManagerClient => {
  sharedClient ??= new SecretsManagerClient({ logger: SDK_LOGGER });
  return sharedClient;
};

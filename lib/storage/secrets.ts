import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

let sharedClient: SecretsManagerClient | undefined;

/** The client of Secrets Manager that the function's instance shares. */
export const secretsClient = (): SecretsManagerClient => {
  sharedClient ??= new SecretsManagerClient({});
  return sharedClient;
};

import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { namedStage } from './named-stage.ts';
import { runCommand } from './run-command.ts';
import { findSessionSecret, rotateSessionSecret } from './session-secret.ts';

await runCommand(async () => {
  const stage = namedStage(process.argv.slice(2));
  const client = new SecretsManagerClient({});
  await rotateSessionSecret(client, await findSessionSecret(client, stage), new Date());
  return `The session secret of the stage "${stage.name}" has a new version. Nobody was signed out.`;
});

import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { namedStage } from './named-stage.ts';
import { runCommand } from './run-command.ts';
import { endSessions, findSessionSecret } from './session-secret.ts';
import { KEPT_MINUTES } from './session-times.ts';

await runCommand(async () => {
  const stage = namedStage(process.argv.slice(2));
  const client = new SecretsManagerClient({});
  await endSessions(client, await findSessionSecret(client, stage));
  return `Every session of the stage "${stage.name}" ends within ${KEPT_MINUTES} minutes, and with it every sign-in that is under way. Who signs in before that may have to do so once more.`;
});

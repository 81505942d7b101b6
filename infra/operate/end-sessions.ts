import { parseArgs } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { runCommand, say } from './run-command.ts';
import { endSessions, findSessionSecret } from './session-secret.ts';
import { KEPT_MINUTES } from './session-times.ts';
import { STAGE_OPTIONS, stageOfOptions } from './stage-options.ts';

await runCommand(async () => {
  const { values } = parseArgs({ options: STAGE_OPTIONS });
  const stage = await stageOfOptions(values);
  const client = new SecretsManagerClient({});
  await endSessions(client, await findSessionSecret(client, stage));
  say(
    `Every session of the stage "${stage.name}" ends within ${KEPT_MINUTES} minutes, and with it every sign-in that is under way. Who signs in before that may have to do so once more.`,
  );
});

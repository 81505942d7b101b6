import { parseArgs } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { runCommand, say } from './run-command.ts';
import { findSessionSecret, rotateSessionSecret } from './session-secret.ts';
import { STAGE_OPTIONS, stageOfOptions } from './stage-options.ts';

await runCommand(async () => {
  const { values } = parseArgs({ options: STAGE_OPTIONS });
  const stage = await stageOfOptions(values);
  const client = new SecretsManagerClient({});
  await rotateSessionSecret(client, await findSessionSecret(client, stage), new Date());
  say(`The session secret of the stage "${stage.name}" has a new version. Nobody was signed out.`);
});
